/**
 * Reads what the names and sizes of files tell of weights: format, part, shard, quantization, which files are one model.
 * Knows neither sets nor variants, and nothing that was read from a file.
 */
@NullMarked
package io.hfdownloader.variant.name;

import org.jspecify.annotations.NullMarked;
