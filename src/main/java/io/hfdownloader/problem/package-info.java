/**
 * What can go wrong, as callers and users are told it: each kind of problem with its name, its HTTP status and its title.
 * Every other package may know it; it knows none.
 */
@NullMarked
package io.hfdownloader.problem;

import org.jspecify.annotations.NullMarked;
