package io.hfdownloader.standin.xet;

import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.xet.store.Reconstruction;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.Xorb;

/** How to put a stretch of a file together, as the two versions of the API write it. */
final class ReconstructionJson {

    private ReconstructionJson() {}

    /** Makes the address for some parts of a xorb. */
    interface Addresses extends BiFunction<Xorb, List<Reconstruction.Fetch>, String> {}

    /** One address for all parts of a xorb. */
    static ObjectNode v2(Reconstruction reconstruction, Addresses addresses) {
        ObjectNode answer = terms(reconstruction);
        ObjectNode xorbs = answer.putObject("xorbs");
        for (Map.Entry<Xorb, List<Reconstruction.Fetch>> entry :
                reconstruction.fetches().entrySet()) {
            ObjectNode xorb = xorbs.putArray(entry.getKey().hash().toString()).addObject();
            xorb.put("url", addresses.apply(entry.getKey(), entry.getValue()));
            ArrayNode ranges = xorb.putArray("ranges");
            for (Reconstruction.Fetch part : entry.getValue()) {
                ObjectNode range = ranges.addObject();
                put(range.putObject("chunks"), part.start(), part.end());
                put(range.putObject("bytes"), part.firstByte(), part.lastByte());
            }
        }
        return answer;
    }

    /** An address for each part of a xorb. */
    static ObjectNode v1(Reconstruction reconstruction, Addresses addresses) {
        ObjectNode answer = terms(reconstruction);
        ObjectNode xorbs = answer.putObject("fetch_info");
        for (Map.Entry<Xorb, List<Reconstruction.Fetch>> entry :
                reconstruction.fetches().entrySet()) {
            ArrayNode parts = xorbs.putArray(entry.getKey().hash().toString());
            for (Reconstruction.Fetch part : entry.getValue()) {
                ObjectNode node = parts.addObject();
                put(node.putObject("range"), part.start(), part.end());
                node.put("url", addresses.apply(entry.getKey(), List.of(part)));
                put(node.putObject("url_range"), part.firstByte(), part.lastByte());
            }
        }
        return answer;
    }

    private static ObjectNode terms(Reconstruction reconstruction) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("offset_into_first_range", reconstruction.offsetIntoFirst());
        ArrayNode terms = answer.putArray("terms");
        for (XetFile.Term term : reconstruction.terms()) {
            ObjectNode node = terms.addObject();
            node.put("hash", term.xorb().hash().toString()).put("unpacked_length", term.length());
            put(node.putObject("range"), term.start(), term.end());
        }
        return answer;
    }

    private static void put(ObjectNode range, long start, long end) {
        range.put("start", start).put("end", end);
    }
}
