package io.hfdownloader.standin.hub;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.content.Content;
import io.hfdownloader.standin.http.Caller;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.RepoKind;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;

/** Repos, commits and files as the Hub's API writes them. */
final class RepoJson {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private RepoJson() {}

    static ObjectNode info(StandInRepo repo, Commit commit, boolean blobs) {
        ObjectNode info = row(repo);
        info.put("author", author(repo)).put("sha", commit.id());
        info.put("lastModified", time(commit.date()))
                .put("disabled", repo.traits().disabled());
        putGated(repo, info);
        info.set("cardData", JSON.objectNode().put("license", "apache-2.0"));
        ArrayNode siblings = info.putArray("siblings");
        long total = 0;
        for (StandInFile file : commit.filesByPath().values()) {
            siblings.add(sibling(file, blobs));
            total += file.content().size();
        }
        info.putArray("spaces");
        info.put("usedStorage", total);
        return info.setAll(repo.traits().facts());
    }

    /** What a search tells of each repo. */
    static ObjectNode row(StandInRepo repo) {
        ObjectNode row = JSON.objectNode();
        row.put("_id", repo.innerId()).put("id", repo.id());
        row.put("likes", Math.floorMod(repo.id().hashCode(), 1000)).put("trendingScore", 0);
        row.put("private", repo.traits().isPrivate());
        row.put("downloads", Math.floorMod(repo.id().hashCode(), 1_000_000));
        ArrayNode tags = row.putArray("tags");
        repo.traits().tags().forEach(tags::add);
        row.put("createdAt", time(repo.commits().get(0).date()));
        if (repo.kind() == RepoKind.MODEL) {
            row.put("pipeline_tag", task(repo)).put("library_name", "transformers");
            row.put("modelId", repo.id());
        }
        return row;
    }

    /** What a model is for; most here are for text. */
    static String task(StandInRepo repo) {
        return repo.traits()
                .facts()
                .path("pipeline_tag")
                .asText(repo.kind() == RepoKind.MODEL ? "text-generation" : "");
    }

    static void putGated(StandInRepo repo, ObjectNode node) {
        String gated = repo.traits().gated();
        if (gated == null) {
            node.put("gated", false);
        } else {
            node.put("gated", gated);
        }
    }

    static ObjectNode treeRow(Commit.Entry entry) {
        ObjectNode row = JSON.objectNode();
        StandInFile file = entry.file();
        if (file == null) {
            return row.put("type", "directory")
                    .put("oid", Content.sha1Hex("tree " + entry.path()))
                    .put("size", 0)
                    .put("path", entry.path());
        }
        row.put("type", "file").put("oid", file.blobId());
        row.put("size", file.content().size()).put("path", entry.path());
        if (file.lfs()) {
            row.set(
                    "lfs",
                    JSON.objectNode()
                            .put("oid", file.etag())
                            .put("size", file.content().size())
                            .put("pointerSize", file.pointerSize()));
        }
        return row;
    }

    static ObjectNode refs(StandInRepo repo, boolean withPullRequests) {
        ObjectNode refs = JSON.objectNode();
        ArrayNode branches = refs.putArray("branches");
        repo.branches().forEach((name, commit) -> branches.add(ref(name, "refs/heads/" + name, commit)));
        ArrayNode tags = refs.putArray("tags");
        repo.tags().forEach((name, commit) -> tags.add(ref(name, "refs/tags/" + name, commit)));
        ArrayNode converts = refs.putArray("converts");
        ArrayNode pullRequests = withPullRequests ? refs.putArray("pullRequests") : JSON.arrayNode();
        for (Map.Entry<String, Commit> other : repo.otherRefs().entrySet()) {
            String name = other.getKey();
            ArrayNode list = name.startsWith("refs/pr/") ? pullRequests : converts;
            list.add(ref(name.substring(name.lastIndexOf('/') + 1), name, other.getValue()));
        }
        return refs;
    }

    static ObjectNode commit(Commit commit) {
        ObjectNode node = JSON.objectNode();
        node.put("id", commit.id()).put("title", commit.title()).put("message", "");
        node.putArray("authors").add(JSON.objectNode().put("user", "acme").put("avatar", ""));
        return node.put("date", time(commit.date()));
    }

    static ObjectNode whoAmI(Caller caller) {
        String name = caller == Caller.MEMBER ? "member" : "stranger";
        ObjectNode me = JSON.objectNode().put("type", "user").put("name", name).put("fullname", name);
        me.put("email", name + "@example.org").put("isPro", false);
        me.putArray("orgs").add(JSON.objectNode().put("name", "acme"));
        me.putObject("auth")
                .putObject("accessToken")
                .put("displayName", "stand-in")
                .put("role", "read");
        return me;
    }

    private static ObjectNode sibling(StandInFile file, boolean blobs) {
        ObjectNode sibling = JSON.objectNode().put("rfilename", file.path());
        if (blobs) {
            sibling.put("size", file.content().size()).put("blobId", file.blobId());
            if (file.lfs()) {
                sibling.set(
                        "lfs",
                        JSON.objectNode()
                                .put("sha256", file.etag())
                                .put("size", file.content().size())
                                .put("pointerSize", file.pointerSize()));
            }
        }
        return sibling;
    }

    private static ObjectNode ref(String name, String ref, Commit commit) {
        return JSON.objectNode().put("name", name).put("ref", ref).put("targetCommit", commit.id());
    }

    private static String author(StandInRepo repo) {
        int slash = repo.id().indexOf('/');
        return slash < 0 ? repo.id() : repo.id().substring(0, slash);
    }

    private static String time(Instant instant) {
        return TIME.format(instant);
    }
}
