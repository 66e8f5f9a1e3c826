package io.hfdownloader.standin.xet;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.fault.Fault;
import io.hfdownloader.standin.fault.FaultInjector;
import io.hfdownloader.standin.http.Exchange;

/** Turns a right answer of the CAS into nonsense, where that was ordered. */
final class ReconstructionFaults {

    private static final long MAX_UNSIGNED_INT = 0xFFFF_FFFFL;

    private final FaultInjector faultInjector;

    ReconstructionFaults(FaultInjector faultInjector) {
        this.faultInjector = faultInjector;
    }

    void apply(Exchange exchange, ObjectNode answer) {
        for (FaultInjector.InjectedFault injectedFault : faultInjector.matching(Fault.Phase.RECONSTRUCTION, exchange)) {
            if (!answer.path("terms").isEmpty() && injectedFault.tryTrigger()) {
                spoil(injectedFault.fault(), answer);
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
                first.put("unpacked_length", MAX_UNSIGNED_INT);
                range.put("end", MAX_UNSIGNED_INT);
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
