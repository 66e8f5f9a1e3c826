/**
 * Reads what people paste (names, addresses, command lines, calls in Python) as wishes for repositories.
 * Works on text alone: knows the Hub's names and the names of variants, but neither disks nor networks.
 */
@NullMarked
package io.hfdownloader.wish;

import org.jspecify.annotations.NullMarked;
