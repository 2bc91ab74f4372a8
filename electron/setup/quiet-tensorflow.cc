// While it loads TensorFlow tells on stderr which features of the processor it uses, before it looks at
// TF_CPP_MIN_LOG_LEVEL. This stands in for the function that it asks how grave a message must be, and looks at once.
#include <cstdlib>

namespace absl {
inline namespace lts_20250814 {
enum class LogSeverityAtLeast : int {};
LogSeverityAtLeast MinLogLevel() {
  static const char* const level = std::getenv("TF_CPP_MIN_LOG_LEVEL");
  return static_cast<LogSeverityAtLeast>(level ? std::atoi(level) : 0);
}
}  // namespace lts_20250814
}  // namespace absl
