package io.hfdownloader.attack;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One download that an attacker or the steady user has asked for, followed through the API. Blocks. */
final class Download {

    private static final Set<String> ENDED = Set.of("completed", "failed", "cancelled");
    private static final int POLL_MILLIS = 100;
    private static final int MAX_END_POLLS = 300;

    private final Target target;
    private final String repo;
    private final String id;

    private Download(Target target, String repo, String id) {
        this.target = target;
        this.repo = repo;
        this.id = id;
    }

    /** One of these, or of none when it was refused. */
    static List<Download> of(Target target, String repo) throws IOException, InterruptedException {
        String id = target.call("POST", "/api/v1/downloads", Map.of("repo", repo))
                .json()
                .path("id")
                .asText();
        return id.isEmpty() ? List.of() : List.of(new Download(target, repo, id));
    }

    String state() throws IOException, InterruptedException {
        return target.call("GET", "/api/v1/downloads/" + id)
                .json()
                .path("state")
                .asText();
    }

    boolean hasEnded() throws IOException, InterruptedException {
        return ENDED.contains(state());
    }

    /** Pause, resume, cancel, retry: may be refused. */
    void act(String action) throws IOException, InterruptedException {
        int status = target.call("POST", "/api/v1/downloads/" + id + "/" + action, Map.of("position", 0))
                .status();
        assert status > 0;
    }

    /** Waits until it has ended by itself, the time is up, or the round is over. */
    void follow(long millis) throws IOException, InterruptedException {
        for (long waited = 0; waited < millis && !target.isOver() && !hasEnded(); waited += POLL_MILLIS) {
            target.hold(POLL_MILLIS);
        }
    }

    /** Ends it, checks what it has left, and takes all of it away. Nobody else may be at work on this repo. */
    void end() throws IOException, InterruptedException {
        end(true);
    }

    /** The same where others may delete and begin anew meanwhile. */
    void endBesideOthers() throws IOException, InterruptedException {
        end(false);
    }

    private void end(boolean alone) throws IOException, InterruptedException {
        String state;
        try {
            state = endedState();
        } catch (IOException away) { // which excuses no wrong file
            ModelsFolder.expectOnlyTrueFiles(target.models(), target.hub().model(repo), target.findings());
            throw away;
        }
        if (alone && state.equals("completed")) {
            ModelsFolder.expectAllFiles(target.models(), target.hub().model(repo), target.findings());
        } else {
            ModelsFolder.expectOnlyTrueFiles(target.models(), target.hub().model(repo), target.findings());
        }
        int statuses = target.call("DELETE", "/api/v1/library/models/" + repo).status()
                + target.call("DELETE", "/api/v1/downloads/" + id).status();
        assert statuses > 0;
    }

    /** Empty when others have forgotten it. */
    private String endedState() throws IOException, InterruptedException {
        if (!hasEnded()) {
            act("cancel");
        }
        String state = state();
        for (int polls = 0; !state.isEmpty() && !ENDED.contains(state); polls++) {
            if (polls == MAX_END_POLLS) {
                target.findings().add("a cancelled download that does not end", repo + " is " + state);
                break;
            }
            Thread.sleep(POLL_MILLIS);
            state = state();
        }
        return state;
    }
}
