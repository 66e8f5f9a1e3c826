package io.hfdownloader.standin.xet;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hfdownloader.standin.http.Response;
import io.hfdownloader.standin.repo.Commit;
import io.hfdownloader.standin.repo.StandInFile;
import io.hfdownloader.standin.repo.StandInRepo;
import io.hfdownloader.standin.xet.store.XetFile;
import io.hfdownloader.standin.xet.store.XetHash;

/** What the Hub tells of files in content-addressed storage. Blocks while a repo is put there. */
public final class XetHubResponses {

    public static final String INFO_TYPE = "application/vnd.xet-fileinfo+json";

    private final String hub;
    private volatile String casUrl;
    private final XetFileIndex files;
    private final XetTokenIssuer tokens;

    XetHubResponses(String hub, String casUrl, XetFileIndex files, XetTokenIssuer tokens) {
        this.hub = hub;
        this.casUrl = casUrl;
        this.files = files;
        this.tokens = tokens;
    }

    /** Tells clients of another place of the storage's API. */
    void nameCas(String address) {
        casUrl = address;
    }

    public Optional<XetHash> hash(StandInRepo repo, StandInFile file) {
        return files.of(repo, file).map(XetFile::hash);
    }

    /** What the Hub adds to the headers of a file; nothing if it is not in the storage. */
    public Map<String, String> headers(StandInRepo repo, Commit commit, StandInFile file) {
        Map<String, String> headers = new LinkedHashMap<>();
        hash(repo, file).ifPresent(hash -> {
            headers.put("X-Xet-Hash", hash.toString());
            headers.put(
                    "Link",
                    "<" + tokenAddress(repo, commit) + ">; rel=\"xet-auth\", <" + reconstructionAddress(hash)
                            + ">; rel=\"xet-reconstruction-info\"");
        });
        return headers;
    }

    /** What the Hub answers to those who want to know of the storage in place of a redirect. */
    public Optional<Response> info(StandInRepo repo, Commit commit, StandInFile file) {
        return hash(repo, file).map(hash -> {
            ObjectNode info = JsonNodeFactory.instance
                    .objectNode()
                    .put("hash", hash.toString())
                    .put("refreshUrl", tokenAddress(repo, commit))
                    .put("reconstructionUrl", reconstructionAddress(hash))
                    .put("etag", "\"" + file.etag() + "\"")
                    .put("size", file.content().size());
            return Response.json(200, info).with("Content-Type", INFO_TYPE);
        });
    }

    /** What the Hub answers to those who may fetch the repo's files: from then on all of them can be asked for. */
    public Response token(StandInRepo repo) {
        repo.commits().forEach(commit -> commit.files().forEach(file -> files.of(repo, file)));
        return tokens.tokenResponse(repo, casUrl);
    }

    private String tokenAddress(StandInRepo repo, Commit commit) {
        return hub + "/api/" + repo.kind().plural() + "/" + repo.id() + "/xet-read-token/" + commit.id();
    }

    private String reconstructionAddress(XetHash hash) {
        return casUrl + "/v1/reconstructions/" + hash;
    }
}
