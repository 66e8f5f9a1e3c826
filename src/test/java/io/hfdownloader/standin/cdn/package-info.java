/**
 * The CDN: signed links to large files, and the host that serves them.
 * Knows nothing of the Hub's API.
 */
@NullMarked
package io.hfdownloader.standin.cdn;

import org.jspecify.annotations.NullMarked;
