package io.hfdownloader.adopt.shape;

import java.util.List;
import java.util.Optional;

/** One way of programs to keep models. */
interface Shape {

    /** What a folder holds if it is in this shape, also nothing; empty when it is not, and others are to look. Blocks. */
    Optional<List<Found>> in(Look look, Look.Inside folder);
}
