/**
 * The Hub of the benchmark, whose large files another server sends.
 */
@NullMarked
package io.hfdownloader.standin.bench;

import org.jspecify.annotations.NullMarked;
