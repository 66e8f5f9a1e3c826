package io.hfdownloader.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Names and commits as anybody may have written them. */
@Tag("fast")
class HistoryJsonTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

    @Test
    void namesThatCannotBeAskedForAreLeftOut() throws JsonProcessingException {
        RepoRefs refs =
                JSON.readValue("""
                {"branches": [{"name": "main", "targetCommit": "%1$s"}, null, {}, {"name": "short", "targetCommit": "0123"},
                              {"name": "two\\nlines", "targetCommit": "%1$s"}, {"name": "\\u202e", "targetCommit": "%1$s"}],
                 "tags": null,
                 "converts": [{"name": "parquet", "ref": "refs/convert/parquet", "targetCommit": "%1$s"}],
                 "pullRequests": [{"name": "1", "targetCommit": "%1$s"}, {"name": "2", "ref": "refs/pr/2", "targetCommit": "%1$s"}]}
                """.formatted(COMMIT), HistoryJson.Refs.class).toRepoRefs();

        assertThat(refs.branches()).containsExactly(new RepoRefs.Ref("main", COMMIT));
        assertThat(refs.tags()).isEmpty();
        assertThat(refs.converts()).containsExactly(new RepoRefs.Ref("refs/convert/parquet", COMMIT));
        assertThat(refs.pullRequests()).containsExactly(new RepoRefs.Ref("refs/pr/2", COMMIT));
    }

    @Test
    void noMoreNamesComeThanCanBeShown() throws JsonProcessingException {
        String one = "{\"name\": \"b\", \"targetCommit\": \"" + COMMIT + "\"}";
        String many = "{\"branches\": [" + (one + ",").repeat(2_000) + one + "]}";

        assertThat(JSON.readValue(many, HistoryJson.Refs.class).toRepoRefs().branches())
                .hasSize(500);
    }

    @Test
    void aTitleIsOneShortLine() throws JsonProcessingException {
        HistoryJson.CommitEntry commitEntry = JSON.readValue(
                "{\"id\": \"" + COMMIT + "\", \"title\": \"a\\nb" + "x".repeat(9_000) + "\", \"date\": \"yesterday\"}",
                HistoryJson.CommitEntry.class);

        RepoCommit commit = commitEntry.toRepoCommit().orElseThrow();
        assertThat(commit.title()).startsWith("a b").hasSize(200);
        assertThat(commit.date()).isNull();
        assertThat(JSON.readValue("{\"id\": \"main\"}", HistoryJson.CommitEntry.class)
                        .toRepoCommit())
                .isEmpty();
    }
}
