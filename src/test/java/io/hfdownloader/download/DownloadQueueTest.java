package io.hfdownloader.download;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

import io.hfdownloader.download.room.Room;
import io.hfdownloader.hub.HubException;
import io.hfdownloader.hub.RepoId;
import io.hfdownloader.variant.Selection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What may be done with a download in which state, and what follows from it. One is at work at a time. */
@Tag("fast")
class DownloadQueueTest {

    /**
     * A row is where a download stands, a column is what is done or happens then; a word is where it stands after that.
     * {@code 409} is a refusal, {@code same} means that the one under way is given back, {@code new} that there is a second
     * one. One that is {@code queued} waits for a place; where there is one, it goes on as {@code resolving} at once. A retry
     * of a cancelled one is what pages call undo.
     */
    private static final String TABLE = """
        state       | start | pause  | resume    | cancel    | retry     | move   | forget | resolved    | finished  | failed    | restart   | kill
        queued      | same  | paused | 409       | cancelled | 409       | queued | 409    | -           | -         | -         | queued    | queued
        resolving   | same  | paused | 409       | cancelled | 409       | 409    | 409    | downloading | completed | failed    | resolving | resolving
        downloading | same  | paused | 409       | cancelled | 409       | 409    | 409    | downloading | completed | failed    | resolving | resolving
        verifying   | same  | paused | 409       | cancelled | 409       | 409    | 409    | downloading | completed | failed    | resolving | resolving
        completed   | new   | 409    | 409       | 409       | 409       | 409    | gone   | completed   | completed | completed | completed | completed
        paused      | same  | 409    | resolving | cancelled | 409       | 409    | 409    | paused      | paused    | paused    | paused    | paused
        failed      | new   | 409    | 409       | 409       | resolving | 409    | gone   | failed      | failed    | failed    | failed    | failed
        cancelled   | new   | 409    | 409       | 409       | resolving | 409    | gone   | cancelled   | cancelled | cancelled | cancelled | cancelled
        gone        | new   | 404    | 404       | 404       | 404       | 404    | 404    | gone        | gone      | gone      | gone      | gone
        """;

    private static final RepoId REPO = RepoId.model("acme/model");
    private static final RepoId OTHER = RepoId.model("acme/other");

    private final QueueFixture.Ticking clock = new QueueFixture.Ticking();
    private final QueueFixture.Disk disk = new QueueFixture.Disk();
    private QueueFixture.Work work = new QueueFixture.Work(1);
    private DownloadQueue queue = new DownloadQueue(1, clock, disk, work);

    // --- every action in every state ---------------------------------------------------------------------------

    static Stream<Arguments> everyActionInEveryState() {
        List<String[]> rows = TABLE.lines()
                .map(line -> Arrays.stream(line.split("\\|")).map(String::strip).toArray(String[]::new))
                .toList();
        String[] actions = rows.get(0);
        return rows.stream()
                .skip(1)
                .flatMap(row -> Stream.iterate(1, i -> i < row.length, i -> i + 1)
                        .filter(i -> !row[i].equals("-"))
                        .map(i -> Arguments.of(row[0], actions[i], row[i])));
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @MethodSource
    void everyActionInEveryState(String state, String action, String expected) {
        UUID id = downloadIn(state);
        int shownBefore = queue.newestFirst().size();

        switch (expected) {
            case "409" ->
                assertThatThrownBy(() -> act(action, id))
                        .isInstanceOfSatisfying(
                                DownloadException.class,
                                refused -> assertThat(refused.kind()).isEqualTo(DownloadException.Kind.WRONG_STATE))
                        .hasMessageContaining("acme/model is " + (state.equals("verifying") ? "downloading" : state));
            case "404" ->
                assertThatThrownBy(() -> act(action, id))
                        .isInstanceOfSatisfying(
                                DownloadException.class,
                                refused -> assertThat(refused.kind()).isEqualTo(DownloadException.Kind.NOT_FOUND));
            default -> act(action, id);
        }

        String after = expected.length() == 3 || expected.equals("same") ? state : expected;
        assertThat(shown(id)).isEqualTo(after);
        assertThat(queue.newestFirst())
                .hasSize(shownBefore
                        + switch (expected) {
                            case "new" -> 1;
                            case "gone" -> state.equals("gone") ? 0 : -1;
                            default -> 0;
                        });
        assertThat(disk.content(id).map(DownloadRecord::state))
                .isEqualTo(queue.find(id).map(Download::state));
        assertThat(work.wrong()).isEmpty();
        assertThat(work.live()).isEqualTo(active()).isEqualTo(queue.queued().isEmpty() ? active() : 1);
    }

    private UUID downloadIn(String state) {
        if (state.equals("queued")) {
            start("acme/first");
        }
        UUID id = start(REPO.id());
        switch (state) {
            case "downloading" -> work.of(id).resolve();
            case "verifying" -> {
                work.of(id).resolve();
                work.of(id).receive(QueueFixture.FILE_BYTES);
            }
            case "completed" -> work.of(id).run().finished(null);
            case "failed" -> work.of(id).run().finished(refusal());
            case "paused" -> done(queue.pause(id).saved());
            case "cancelled" -> done(queue.cancel(id).saved());
            case "gone" -> {
                done(queue.cancel(id).saved());
                done(queue.forget(id).deleted());
            }
            default -> {}
        }
        if (!state.equals("queued")) {
            work.of(id).close();
        }
        assertThat(shown(id)).isEqualTo(state);
        return id;
    }

    private void act(String action, UUID id) {
        switch (action) {
            case "start" -> admit(QueueFixture.request(REPO.id()));
            case "pause" -> done(queue.pause(id).saved());
            case "resume" -> done(queue.resume(id).saved());
            case "cancel" -> done(queue.cancel(id).saved());
            case "retry" -> done(queue.retry(id).saved());
            case "move" -> done(queue.move(id, 0).saved());
            case "forget" -> done(queue.forget(id).discarded());
            case "resolved" -> work.of(id).resolve();
            case "finished" -> work.of(id).run().finished(null);
            case "failed" -> work.of(id).run().finished(refusal());
            case "restart" -> {
                work.jobs().forEach(QueueFixture.Work.Job::close);
                done(queue.shutdown());
                assertThat(work.live()).isZero();
                done(queue.saveCounts());
                restart();
            }
            case "kill" -> restart();
            default -> throw new IllegalArgumentException(action);
        }
    }

    // --- asking for one ----------------------------------------------------------------------------------------

    @Test
    void nothingStartsBeforeItIsOnTheDisk() {
        disk.slow();
        CompletionStage<DownloadQueue.Admitted> admitted =
                queue.start(QueueFixture.request(REPO.id()), Optional.of(QueueFixture.plan(REPO)));
        assertThat(admitted).isNotDone();
        assertThat(work.jobs()).isEmpty();

        disk.writeNext();

        UUID id = done(admitted).download().id();
        assertThat(shown(id)).isEqualTo("resolving");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void oneThatTheDiskRefusesIsGoneWhateverWasDoneWithIt(boolean pausedMeanwhile) {
        disk.slow();
        CompletionStage<DownloadQueue.Admitted> refused =
                queue.start(QueueFixture.request(REPO.id()), Optional.empty());
        UUID id = queue.newestFirst().get(0).id();
        if (pausedMeanwhile) {
            assertThat(queue.pause(id).saved()).isNotDone();
        }
        disk.failNext();
        disk.writeAll();

        assertThat(refused).isCompletedExceptionally();
        assertThat(queue.find(id)).isEmpty();
        assertThat(disk.content()).isEmpty();
        assertThat(work.leases()).isZero();
        assertThat(work.jobs()).isEmpty();
    }

    @Test
    void theSameFilesInOtherWordsAreTheSameDownload() {
        UUID id = start(REPO.id());
        work.of(id).resolve();
        DownloadRequest inOtherWords =
                QueueFixture.request(REPO.id(), new Selection(List.of(), List.of("*.safetensors"), List.of(), null));
        DownloadQueue.Admitted same = done(queue.start(inOtherWords, Optional.of(QueueFixture.plan(REPO))));
        assertThat(same.created()).isFalse();
        assertThat(same.download().id()).isEqualTo(id);
        assertThat(work.leases(REPO)).isEqualTo(1);
    }

    @Test
    void nothingBeginsInAFolderThatIsBeingDeleted() {
        work.deleting(REPO, true);
        DownloadRequest request = QueueFixture.request(REPO.id());
        assertThatThrownBy(() -> queue.start(request, Optional.empty())).hasMessageContaining("is being deleted");
        work.deleting(REPO, false);
        UUID id = start(REPO.id());
        done(queue.pause(id).saved());
        work.deleting(REPO, true);
        assertThatThrownBy(() -> queue.resume(id)).hasMessageContaining("is being deleted");
        assertThat(shown(id)).isEqualTo("paused");
    }

    // --- changing ----------------------------------------------------------------------------------------------

    @Test
    void oneThatIsTakenUpAgainComesBackToItsPlace() {
        start("acme/first");
        UUID second = start("acme/second");
        UUID third = start("acme/third");
        UUID fourth = start("acme/fourth");
        done(queue.pause(second).saved());
        done(queue.cancel(third).saved());
        assertThat(waiting()).containsExactly(fourth);
        done(queue.retry(third).saved());
        done(queue.resume(second).saved());
        assertThat(waiting()).containsExactly(second, third, fourth);
    }

    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 1, 2, 3, 99})
    void oneIsMovedToTheNextPlaceThereIs(int position) {
        List<UUID> ids = startFour();
        for (UUID moved : ids) {
            List<UUID> expected = new ArrayList<>(waiting());
            expected.remove(moved);
            expected.add(Math.max(0, Math.min(position, 3)), moved);
            done(queue.move(moved, position).saved());
            assertThat(waiting()).isEqualTo(expected);
            assertThat(afterAKill()).isEqualTo(expected);
        }
    }

    @Test
    void theOthersStayInOrderWhereverACrashCutsAMove() {
        List<UUID> ids = startFour();
        disk.slow();
        for (int from = 0; from < 4; from++) {
            for (int to = 0; to < 4; to++) {
                UUID moved = waiting().get(from);
                List<UUID> others = without(waiting(), moved);
                CompletionStage<Void> saved = queue.move(moved, to).saved();
                do {
                    assertThat(without(afterAKill(), moved)).isEqualTo(others);
                } while (disk.writeNext());
                assertThat(saved).isCompleted();
                assertThat(afterAKill()).isEqualTo(waiting()).containsExactlyInAnyOrderElementsOf(ids);
            }
        }
    }

    /** As a crash in the midst of a move by an older version has left them. */
    @Test
    void twoOfTheSamePlaceCanBeToldApartAndMoved() {
        List<UUID> ids = startFour();
        List<DownloadRecord> tied =
                disk.content().stream().map(record -> record.withOrder(7)).toList();
        tied.forEach(record -> done(disk.save(record)));
        UUID first = restart().get(0);
        assertThat(first).isNotIn(ids);
        assertThat(waiting()).isEqualTo(ids);
        done(queue.move(ids.get(3), 0).saved());
        assertThat(waiting()).containsExactly(ids.get(3), ids.get(0), ids.get(1), ids.get(2));
        assertThat(afterAKill()).isEqualTo(waiting());
    }

    @Test
    void theSameDownloadIsNotTakenUpBesideItself() {
        UUID first = start(REPO.id());
        done(queue.cancel(first).saved());
        work.of(first).close();
        UUID second = start(REPO.id());
        assertThat(second).isNotEqualTo(first);
        assertThatThrownBy(() -> queue.retry(first)).hasMessageContaining("is under way already");
        assertThat(work.leases(REPO)).isEqualTo(1);
    }

    @Test
    void aChangeHoldsAlsoWhenTheDiskRefusesIt() {
        UUID id = start(REPO.id());
        disk.slow();
        CompletionStage<Void> saved = queue.pause(id).saved();
        disk.failNext();
        done(saved);
        assertThat(shown(id)).isEqualTo("paused");
    }

    // --- work --------------------------------------------------------------------------------------------------

    /** Renames take a moment, and half of them are of no use: whoever comes then is told so, and the download completes. */
    @Test
    void whoComesWhileTheNewFilesTakeTheirPlacesIsTooLate() {
        UUID id = downloadIn("downloading");
        QueueFixture.Work.Job job = work.jobs().get(0);
        job.swapping(true);
        for (String action : List.of("pause", "cancel")) {
            assertThatThrownBy(() -> act(action, id))
                    .isInstanceOfSatisfying(
                            DownloadException.class,
                            refused -> assertThat(refused.kind()).isEqualTo(DownloadException.Kind.WRONG_STATE))
                    .hasMessageContaining("too late");
        }
        assertThat(job.isStopped()).isFalse();
        assertThat(shown(id)).isEqualTo("downloading");
        job.swapping(false); // the disk has refused, and it waits
        act("cancel", id);
        assertThat(shown(id)).isEqualTo("cancelled");
    }

    @Test
    void aRunWaitsForTheFilesOfTheOneBefore() {
        UUID id = start(REPO.id());
        QueueFixture.Work.Job first = work.of(id);
        first.resolve();
        done(queue.pause(id).saved());
        done(queue.resume(id).saved());
        QueueFixture.Work.Job second = work.of(id);
        assertThat(first.isStopped()).isTrue();
        assertThat(second.run().before()).isNotDone();
        assertThat(queue.find(id).orElseThrow().view(null, Optional.empty()).waiting())
                .extracting(waiting -> waiting == null ? null : waiting.code())
                .isEqualTo("closing");
        first.close();
        assertThat(second.run().before()).isDone();
    }

    @Test
    void aLateWordOfAnEarlierRunIsNotTakenForOneOfThePresent() {
        UUID id = start(REPO.id());
        QueueFixture.Work.Job first = work.of(id);
        done(queue.pause(id).saved());
        done(queue.resume(id).saved());
        first.resolve();
        first.run().waiting(new Waiting("It waits", "files"));
        first.run().finished(refusal());
        assertThat(shown(id)).isEqualTo("resolving");
        assertThat(work.leases(REPO)).isEqualTo(1);
    }

    @Test
    void aFolderIsInUseUntilTheLastFileIsClosed() {
        UUID id = start(REPO.id());
        done(queue.cancel(id).saved());
        assertThat(work.leases(REPO)).isEqualTo(1);
        work.of(id).close();
        assertThat(work.leases(REPO)).isZero();
    }

    @Test
    void runsThatEndWhileTheyAreStartedLetTheOthersHaveTheirTurn() {
        disk.slow();
        work.failAtOnce(true);
        for (int i = 0; i < 1_000; i++) {
            assertThat(queue.start(QueueFixture.request("acme/model-" + i), Optional.empty()))
                    .isNotDone();
        }
        disk.writeAll();
        assertThat(queue.newestFirst()).allMatch(download -> download.state() == DownloadState.FAILED);
        assertThat(work.live()).isZero();
    }

    @Test
    void whoWaitsForRoomLetsThoseGoFirstThatCameBefore() {
        QueueFixture.Work two = new QueueFixture.Work(2);
        work = two;
        queue = new DownloadQueue(2, clock, disk, two);
        UUID first = start(REPO.id());
        UUID second = start(OTHER.id());
        List.of(first, second).forEach(id -> two.of(id).resolve());
        two.of(first).receive(400);
        assertThat(two.of(first).run().promisedToOthers(repo -> true)).isEqualTo(1_000);
        assertThat(two.of(second).run().promisedToOthers(repo -> true)).isEqualTo(600);
        assertThat(queue.bytesLeft(repo -> true)).isEqualTo(1_600);

        List.of(first, second).forEach(id -> two.of(id).run().waitingForSpace(new Waiting("It is full", "disk-full")));
        assertThat(two.of(first).run().promisedToOthers(repo -> true)).isZero();
        assertThat(two.of(second).run().promisedToOthers(repo -> true)).isEqualTo(600);
    }

    @Test
    void oneWithoutRoomWaitsInTheQueueAndLetsSmallerOnesPassUntilThereIs() {
        UUID large = start(REPO.id());
        UUID small = start(OTHER.id());
        work.of(large).run().finished(QueueFixture.noRoom(1_000, 400));

        assertThat(shown(large)).isEqualTo("queued");
        assertThat(shown(small)).as("which passes it").isEqualTo("resolving");
        Waiting waiting = view(large).waiting();
        assertThat(waiting).isNotNull();
        assertThat(waiting.code()).isEqualTo("disk-full");
        assertThat(waiting.parameters()).containsEntry("missingBytes", "600").containsEntry("reason", "room");
        assertThat(waiting.reason()).endsWith("It starts by itself when there is room.");
        assertThat(disk.content(large).orElseThrow().state()).isEqualTo(DownloadState.QUEUED);
        assertThat(queue.bytesLeft(repo -> true))
                .as("what is promised does not count what cannot begin")
                .isEqualTo(1_000);
        Download download = queue.find(large).orElseThrow();
        assertThat(queue.withoutRoom()).containsExactly(download);

        Room before = download.shortage().orElseThrow();
        queue.roomNow(download, before, QueueFixture.room(1_000, 500));
        assertThat(view(large).waiting().parameters()).containsEntry("missingBytes", "500");
        queue.roomNow(download, before, QueueFixture.room(1_000, 1_000));
        assertThat(queue.withoutRoom()).as("an old look changes nothing").containsExactly(download);
        queue.roomNow(download, download.shortage().orElseThrow(), QueueFixture.room(1_000, 1_000));
        assertThat(queue.withoutRoom()).isEmpty();
        assertThat(view(large).waiting().code()).as("its turn").isEqualTo("queued");

        work.of(small).run().finished(null);
        assertThat(shown(large)).isEqualTo("resolving");
    }

    @Test
    void whatHasNoRoomAsOneSetGoesFileByFileWhenItsOwnerWantsIt() {
        UUID id = start(REPO.id());
        work.of(id).run().finished(QueueFixture.noRoom(1_000, 400));
        assertThat(queue.withoutRoom()).hasSize(1);

        DownloadRequest each =
                new DownloadRequest(REPO, "main", Selection.all(), false, DownloadRequest.Manner.FILE_BY_FILE);
        DownloadQueue.Admitted again = admit(each);
        assertThat(again.created()).isFalse();
        assertThat(again.download().id()).isEqualTo(id);
        assertThat(queue.withoutRoom()).isEmpty();
        assertThat(shown(id)).isEqualTo("resolving");
        assertThat(disk.content(id).orElseThrow().manner()).isEqualTo(DownloadRequest.Manner.FILE_BY_FILE);
    }

    @Test
    void whatIsUnderWayAsOneSetIsNotSaidToGoFileByFile() {
        UUID id = start(REPO.id());
        DownloadRequest each =
                new DownloadRequest(REPO, "main", Selection.all(), false, DownloadRequest.Manner.FILE_BY_FILE);
        assertThatThrownBy(() -> admit(each))
                .isInstanceOf(DownloadException.class)
                .hasMessageContaining("Pause it");

        done(queue.pause(id).saved());
        assertThat(admit(each).download().id()).isEqualTo(id);
        assertThat(disk.content(id).orElseThrow().manner()).isEqualTo(DownloadRequest.Manner.FILE_BY_FILE);
    }

    @Test
    void oneWithoutRoomIsPausedAndCancelledAsAnyOther() {
        UUID id = start(REPO.id());
        work.of(id).run().finished(QueueFixture.noRoom(1_000, 400));

        done(queue.pause(id).saved());
        assertThat(shown(id)).isEqualTo("paused");
        assertThat(view(id).waiting()).isNull();
        done(queue.resume(id).saved());
        assertThat(shown(id)).as("it looks for itself").isEqualTo("resolving");
        work.of(id).run().finished(QueueFixture.noRoom(1_000, 400));
        done(queue.cancel(id).saved());
        assertThat(queue.withoutRoom()).isEmpty();
    }

    @Test
    void aDiskThatIsTooSmallEndsIt() {
        UUID id = start(REPO.id());
        work.of(id).run().finished(QueueFixture.noRoom(QueueFixture.DISK_BYTES + 1, 400));
        assertThat(shown(id)).isEqualTo("failed");
    }

    @Test
    void onlySoManyThatHaveEndedAreKeptTheNewestOnes() {
        UUID kept = start("acme/waits");
        List<UUID> ended = new ArrayList<>();
        for (int i = 0; i < 510; i++) {
            UUID id = start("acme/model-" + i);
            done(queue.cancel(id).saved());
            ended.add(id);
        }
        assertThat(work.forgotten()).isEqualTo(ended.subList(0, 10));
        assertThat(disk.content()).hasSize(501).extracting(DownloadRecord::id).contains(kept);
        assertThat(queue.newestFirst()).hasSize(501);
    }

    // --- the server stops and starts ---------------------------------------------------------------------------

    @Test
    void oneThatIsAskedForDuringTheShutdownStartsAfterIt() {
        disk.slow();
        CompletionStage<DownloadQueue.Admitted> admitted =
                queue.start(QueueFixture.request(REPO.id()), Optional.empty());
        done(queue.shutdown());
        disk.writeAll();
        UUID id = done(admitted).download().id();
        assertThat(shown(id)).isEqualTo("queued");
        assertThat(work.jobs()).isEmpty();
        restart();
        disk.writeAll();
        assertThat(shown(id)).isEqualTo("resolving");
    }

    @Test
    void aShutdownWaitsForOpenFilesAndKeepsTheLastByte() {
        UUID id = start(REPO.id());
        QueueFixture.Work.Job job = work.of(id);
        job.resolve();
        CompletionStage<Void> closed = queue.shutdown();
        assertThat(closed).isNotDone();
        job.receive(700);
        job.close();
        done(closed);
        job.run().finished(refusal()); // it was cut off
        done(queue.saveCounts());
        restart();
        assertThat(queue.find(id)
                        .orElseThrow()
                        .view(null, Optional.empty())
                        .progress()
                        .bytes()
                        .bytesReceived())
                .isEqualTo(700);
    }

    @Test
    void countsAreWrittenWhenTheyHaveChanged() {
        UUID id = start(REPO.id());
        work.of(id).resolve();
        done(queue.saveCounts());
        disk.slow();
        done(queue.saveCounts());
        assertThat(disk.waiting()).isZero();
        work.of(id).receive(1);
        assertThat(queue.saveCounts()).isNotDone();
        disk.writeAll();
        assertThat(disk.content(id).orElseThrow().counts().bytes().bytesReceived())
                .isEqualTo(1);
    }

    @Test
    void aFolderThatIsNotWhatItShouldBeStopsItsDownloadAlone() {
        UUID id = start(REPO.id());
        UUID other = start(OTHER.id());
        QueueFixture.Work after = new QueueFixture.Work(1);
        after.deleting(REPO, true);
        work = after;
        queue = new DownloadQueue(1, clock, disk, after);
        queue.restore(disk.content(), true);
        assertThat(shown(id)).isEqualTo("failed");
        assertThat(shown(other)).isEqualTo("resolving");
        assertThat(disk.content(id).orElseThrow().state()).isEqualTo(DownloadState.FAILED);
    }

    /** As a command downloads by itself: what it asks for runs, be it new or one that waited, and all else stays where it is. */
    @Test
    void whatIsNotToBeTakenUpWaitsUntilItIsAskedForAgain() {
        UUID id = start(REPO.id());
        UUID other = start(OTHER.id());
        work = new QueueFixture.Work(1);
        queue = new DownloadQueue(1, clock, disk, work);
        queue.restore(disk.content(), false);
        assertThat(active()).isZero();

        UUID own = start("acme/asked-for-now");
        assertThat(shown(own)).isEqualTo("resolving");
        assertThat(waiting()).containsExactly(id, other);
        assertThat(done(queue.pause(own).saved())).isNull();
        assertThat(active()).isZero();

        assertThat(admit(QueueFixture.request(OTHER.id())).created()).isFalse();
        assertThat(shown(other)).isEqualTo("resolving");
        assertThat(waiting()).containsExactly(id);
    }

    // --- inside ------------------------------------------------------------------------------------------------

    /** One is at work, four wait. */
    private List<UUID> startFour() {
        start("acme/at-work");
        return Stream.of("acme/a", "acme/b", "acme/c", "acme/d")
                .map(this::start)
                .toList();
    }

    private UUID start(String repo) {
        DownloadQueue.Admitted admitted = admit(QueueFixture.request(repo));
        assertThat(admitted.created()).isTrue();
        return admitted.download().id();
    }

    private DownloadQueue.Admitted admit(DownloadRequest request) {
        return done(queue.start(request, Optional.of(QueueFixture.plan(request.repo()))));
    }

    private List<UUID> waiting() {
        return queue.queued().stream().map(Download::id).toList();
    }

    /** What would wait in this order, and what is at work, if the server were killed now. */
    private List<UUID> afterAKill() {
        DownloadQueue after = new DownloadQueue(1, clock, new QueueFixture.Disk(), new QueueFixture.Work(1));
        after.restore(disk.content(), true);
        return after.queued().stream().map(Download::id).toList();
    }

    /** Starts the server anew with what is on the disk. */
    private List<UUID> restart() {
        work = new QueueFixture.Work(1);
        queue = new DownloadQueue(1, clock, disk, work);
        queue.restore(disk.content(), true);
        return work.jobs().stream().map(QueueFixture.Work.Job::id).toList();
    }

    private int active() {
        return (int) queue.newestFirst().stream()
                .filter(download -> download.state().isActive())
                .count();
    }

    private DownloadView view(UUID id) {
        return queue.find(id).orElseThrow().view(0, Optional.empty());
    }

    private String shown(UUID id) {
        return queue.find(id)
                .map(download -> download.view(null, Optional.empty()).state().word())
                .orElse("gone");
    }

    private static List<UUID> without(List<UUID> ids, UUID left) {
        return ids.stream().filter(id -> !id.equals(left)).toList();
    }

    private static Throwable refusal() {
        return new HubException(HubException.Kind.GATED, "Accept the licence first.");
    }

    private static <T> T done(CompletionStage<T> stage) {
        CompletableFuture<T> future = stage.toCompletableFuture();
        assertThat(future).isCompleted();
        return future.join();
    }
}
