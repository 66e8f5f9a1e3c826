/**
 * Small files beside those of a model: where each came from, what a commit holds, what was verified. Formats alone; knows the
 * Hub's values, and neither where these files are nor what they are for.
 */
@NullMarked
package io.hfdownloader.library.metadata;

import org.jspecify.annotations.NullMarked;
