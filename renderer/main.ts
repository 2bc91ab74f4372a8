/** The page in a window of Electron. */
import { showPage } from './show-page';

void showPage();
