/**
 * One request and its response on their way through the stand-in, and the log of them.
 * Knows nothing of what the Hub, the CDN and the storage answer.
 */
@NullMarked
package io.hfdownloader.standin.http;

import org.jspecify.annotations.NullMarked;
