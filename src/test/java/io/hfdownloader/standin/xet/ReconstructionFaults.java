package io.hfdownloader.standin.xet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.Faults;
import io.hfdownloader.standin.http.Exchange;

/** Turns a right answer of the CAS into nonsense, where that was ordered. */
final class ReconstructionFaults {

    private static final long MOST_32_BITS = 0xFFFF_FFFFL;

    private final Faults faults;

    ReconstructionFaults(Faults faults) {
        this.faults = faults;
    }

    void apply(Exchange exchange, ObjectNode answer) {
        for (Faults.Armed armed : faults.matching(Fault.Phase.RECONSTRUCTION, exchange)) {
            if (!answer.path("terms").isEmpty() && armed.take()) {
                spoil(armed.fault(), answer);
            }
        }
    }

    private static void spoil(Fault fault, ObjectNode answer) {
        ArrayNode terms = (ArrayNode) answer.get("terms");
        ObjectNode first = (ObjectNode) terms.get(0);
        ObjectNode range = (ObjectNode) first.get("range");
        switch (fault.kind()) {
            case TERM_OUTSIDE_RANGES -> {
                long chunks = range.get("end").asLong() - range.get("start").asLong();
                range.put("start", 8_000).put("end", 8_000 + chunks);
            }
            case WRONG_LENGTH ->
                first.put("unpacked_length", first.get("unpacked_length").asLong() + fault.amount());
            case HUGE_LENGTHS -> {
                first.put("unpacked_length", MOST_32_BITS);
                range.put("end", MOST_32_BITS);
            }
            case WRONG_OFFSET ->
                answer.put(
                        "offset_into_first_range",
                        answer.get("offset_into_first_range").asLong() + fault.amount());
            case MISSING_TERMS -> {
                for (long i = 0; i < fault.amount() && !terms.isEmpty(); i++) {
                    terms.remove(terms.size() - 1);
                }
            }
            case MISSING_URLS -> {
                String fetches = answer.has("xorbs") ? "xorbs" : "fetch_info";
                ((ObjectNode) answer.get(fetches)).remove(first.get("hash").asText());
            }
            default -> throw new IllegalStateException("No fault of a reconstruction: " + fault);
        }
    }
}
