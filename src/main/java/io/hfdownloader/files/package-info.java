/**
 * Durable files: replaced whole or not at all, forced to the disk, the hashes that tell their content, and what the disk refuses.
 * Ground floor: knows nothing of the Hub, of models or of downloads.
 */
@NullMarked
package io.hfdownloader.files;

import org.jspecify.annotations.NullMarked;
