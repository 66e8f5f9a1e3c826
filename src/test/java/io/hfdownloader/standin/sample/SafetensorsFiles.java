package io.hfdownloader.standin.sample;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.repo.RepoBuilder;

/** Genuine safetensors files with generated weights, whole or in shards with their index. */
public final class SafetensorsFiles {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final int BYTES_OF_BF16 = 2;

    private SafetensorsFiles() {}

    /** A file with one tensor of {@code weightBytes}, an even number. */
    public static Content file(String tensor, long seed, long weightBytes) {
        byte[] head = head(tensor, "BF16", BYTES_OF_BF16, weightBytes);
        return Content.generated(head, seed, head.length + weightBytes);
    }

    /** As {@link #file}, in another type of so many bytes. */
    public static Content file(String tensor, String type, int bytesEach, long seed, long weightBytes) {
        byte[] head = head(tensor, type, bytesEach, weightBytes);
        return Content.generated(head, seed, head.length + weightBytes);
    }

    /** What such a file of a type of so many bytes begins with. */
    static byte[] head(String tensor, String type, int bytesEach, long weightBytes) {
        ObjectNode header = JSON.objectNode();
        header.putObject("__metadata__").put("format", "pt");
        ObjectNode entry = header.putObject(tensor).put("dtype", type);
        entry.putArray("shape").add(weightBytes / bytesEach);
        entry.putArray("data_offsets").add(0).add(weightBytes);

        String text = header.toString();
        byte[] json = (text + " ".repeat((8 - text.length() % 8) % 8)).getBytes(StandardCharsets.UTF_8);
        ByteBuffer head = ByteBuffer.allocate(8 + json.length).order(ByteOrder.LITTLE_ENDIAN);
        return head.putLong(json.length).put(json).array();
    }

    /** Adds {@code model-00001-of-0000N.safetensors} and so on with the index that ties them together. */
    public static void addShards(RepoBuilder repo, int shards, long seed, long weightBytesEach) {
        ObjectNode index = JSON.objectNode();
        index.putObject("metadata").put("total_size", shards * weightBytesEach);
        ObjectNode weightMap = index.putObject("weight_map");
        for (int i = 1; i <= shards; i++) {
            String name = String.format("model-%05d-of-%05d.safetensors", i, shards);
            String tensor = "model.layers." + (i - 1) + ".mlp.down_proj.weight";
            weightMap.put(tensor, name);
            repo.file(name, file(tensor, seed + i, weightBytesEach));
        }
        repo.file("model.safetensors.index.json", index.toPrettyString());
    }
}
