/**
 * Folders below the models directory that are nobody's models: those of other programs, told by what is in them, and those that
 * cannot be looked into. It must not know what a model of ours is, beyond the folder of notes that a download makes.
 */
@NullMarked
package io.hfdownloader.library.foreign;

import org.jspecify.annotations.NullMarked;
