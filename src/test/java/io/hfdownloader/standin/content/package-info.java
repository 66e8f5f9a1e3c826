/**
 * The bytes of files, readable from any offset without being held in memory: generated, joined, given.
 * Knows nothing of repositories and of HTTP.
 */
@NullMarked
package io.hfdownloader.standin.content;

import org.jspecify.annotations.NullMarked;
