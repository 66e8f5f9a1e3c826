/**
 * Views: one copy of the models in the shape that another program wants, published into a folder that the owner names and kept
 * as the library changes. The only place that writes outside of the models directory; it knows nothing of downloads and pages.
 */
@NullMarked
package io.hfdownloader.view;

import org.jspecify.annotations.NullMarked;
