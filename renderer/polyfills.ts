/** What Svelte and the page use and Chromium 83 lacks. Imported first. */
import 'core-js/actual/array/at';
import 'core-js/actual/object/has-own';
import 'core-js/actual/string/replace-all';
import 'core-js/actual/structured-clone';
