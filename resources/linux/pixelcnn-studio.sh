#!/bin/sh
# Starts PixelCNN Studio: its window; with the word "cli" first its command line; with "serve" first its page for a
# browser. The last two need no screen.
self=$0
if [ -L "$self" ]; then self=$(readlink -f "$self"); fi
case $self in
  */*) here=${self%/*} ;;
  *) here=. ;;
esac
resources=$here/resources

built=$resources/app.asar.unpacked/dist

case ${1-} in
  cli) exec "$resources/node" "$built/job/engine.mjs" "$@" ;;
  serve)
    shift
    exec "$resources/node" "$built/serve/serve.cjs" "$@"
    ;;
esac

# The first line of a file is the number 0.
is_zero() {
  [ -r "$1" ] && read -r value < "$1" && [ "$value" = 0 ]
}

has_user_namespaces() {
  restricted=/proc/sys/kernel/apparmor_restrict_unprivileged_userns
  ! is_zero /proc/sys/user/max_user_namespaces &&
    ! is_zero /proc/sys/kernel/unprivileged_userns_clone &&
    { [ ! -e "$restricted" ] || is_zero "$restricted"; }
}

has_sandbox_helper() {
  [ -u "$here/chrome-sandbox" ] && [ "$(stat -c %u "$here/chrome-sandbox")" = 0 ]
}

# Electron 9's filter of system calls lacks those of current libc versions, and no sandbox works for root.
works_in_sandbox() {
  read -r version < "$here/version"
  case $version in
    9.* | v9.*) return 1 ;;
  esac
  [ "$(id -u)" != 0 ] && { has_user_namespaces || has_sandbox_helper; }
}

# A variable that some editors' terminals set, with which Electron would start as plain Node.
unset ELECTRON_RUN_AS_NODE
if works_in_sandbox; then
  exec "$here/pixelcnn-studio-window" "$@"
fi
exec "$here/pixelcnn-studio-window" --no-sandbox "$@"
