/**
 * Repositories as the stand-in keeps them: commits, branches and files, and the builder that tests describe them with.
 * Knows nothing of HTTP.
 */
@NullMarked
package io.hfdownloader.standin.repo;

import org.jspecify.annotations.NullMarked;
