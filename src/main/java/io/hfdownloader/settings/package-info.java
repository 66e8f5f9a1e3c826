/**
 * What the user sets while the program runs: the speed limit, the machines that models are to run on.
 * Knows where a setting is kept and what it governs; nothing of downloads, requests or pages.
 */
@NullMarked
package io.hfdownloader.settings;

import org.jspecify.annotations.NullMarked;
