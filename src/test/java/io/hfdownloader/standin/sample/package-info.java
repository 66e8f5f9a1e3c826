/**
 * Sample repositories for tests, the demo and development, each of which shows one thing.
 * Knows repositories and contents only.
 */
@NullMarked
package io.hfdownloader.standin.sample;

import org.jspecify.annotations.NullMarked;
