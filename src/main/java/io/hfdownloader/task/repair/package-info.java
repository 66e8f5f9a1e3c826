/**
 * Fetching what is damaged or missing of a model, and nothing else, by a download; and downloads as tasks. Knows tasks, downloads and
 * what is known of a model's files; it must not know how a file is fetched.
 */
@NullMarked
package io.hfdownloader.task.repair;

import org.jspecify.annotations.NullMarked;
