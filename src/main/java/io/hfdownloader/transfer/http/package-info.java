/**
 * Brings a file over plain HTTP: follows the redirects of the Hub and sends a stream for each range of bytes.
 * Knows nothing of the content-addressed storage, nor of what a failure means for the transfer.
 */
@NullMarked
package io.hfdownloader.transfer.http;

import org.jspecify.annotations.NullMarked;
