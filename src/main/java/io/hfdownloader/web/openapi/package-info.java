/**
 * The API's description, completed when the program is built: what the code knows of itself and annotations would only repeat.
 * Reads the index of the classes; knows how failures become answers, and no operation by its name.
 */
@NullMarked
package io.hfdownloader.web.openapi;

import org.jspecify.annotations.NullMarked;
