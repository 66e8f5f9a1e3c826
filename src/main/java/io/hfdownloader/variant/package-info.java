/**
 * Groups the files of a repo into the variants a user can pick, and turns a selection into a list of files.
 * Works on names and sizes alone: knows the Hub's values, but neither disks nor networks.
 */
@NullMarked
package io.hfdownloader.variant;

import org.jspecify.annotations.NullMarked;
