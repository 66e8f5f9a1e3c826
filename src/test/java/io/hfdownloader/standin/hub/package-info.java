/**
 * The Hub's own host: its JSON API, the addresses of files, its errors word by word, and the routes that control the stand-in.
 */
@NullMarked
package io.hfdownloader.standin.hub;

import org.jspecify.annotations.NullMarked;
