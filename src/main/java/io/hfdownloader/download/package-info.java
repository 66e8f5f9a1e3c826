/**
 * Downloads and their queue: the place where Hub, engine, library and progress meet.
 * Knows nothing of HTTP requests to this server or of pages.
 */
@NullMarked
package io.hfdownloader.download;

import org.jspecify.annotations.NullMarked;
