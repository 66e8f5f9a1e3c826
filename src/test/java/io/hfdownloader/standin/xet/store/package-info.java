/**
 * What an uploader to the Hub's content-addressed storage does: cuts files into chunks, packs chunks into xorbs and tells
 * how to put a file together again. Written apart from the program's own Xet client and knows nothing of it, nor of HTTP.
 */
@NullMarked
package io.hfdownloader.standin.xet.store;

import org.jspecify.annotations.NullMarked;
