/**
 * What users paste (names, addresses, command lines, calls in Python), read line by line as references to repositories.
 * Works on text alone: knows the Hub's names and the names of variants, but neither disks nor networks.
 */
@NullMarked
package io.hfdownloader.input;

import org.jspecify.annotations.NullMarked;
