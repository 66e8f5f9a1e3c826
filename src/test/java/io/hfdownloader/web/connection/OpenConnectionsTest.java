package io.hfdownloader.web.connection;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http2.DefaultHttp2Connection;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/** Who keeps a place among the connections, and for how long. The sockets are such in name only, the rules are those of the service. */
@Tag("fast")
class OpenConnectionsTest {

    private static final int UNREAD = 40_000;

    private final AtomicLong nanos = new AtomicLong();
    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final OpenConnections connections =
            new OpenConnections(new ConnectionLimits(6, 3, 100_000), metrics, nanos::get);

    /** A client's end: what it sends, and whether it is still connected. */
    private final class Client {

        private final EmbeddedChannel channel;
        private final ClientConnection connection;
        private final boolean isTaken;
        private int room = Integer.MAX_VALUE;

        Client(String address) {
            InetSocketAddress remote = new InetSocketAddress(address, 1_234);
            channel = new EmbeddedChannel() {
                @Override
                protected SocketAddress remoteAddress0() {
                    return remote;
                }

                @Override
                protected void doWrite(ChannelOutboundBuffer out) {
                    for (; room > 0 && !out.isEmpty(); room--) {
                        out.remove();
                    }
                }
            };
            connection = new ClientConnection(channel, connections);
            isTaken = connections.admit(connection);
            if (isTaken) {
                connection.attach();
            }
            after(1);
        }

        Client sends(String text) {
            channel.writeInbound(Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII));
            return this;
        }

        /** Its request is answered by so many bytes, of which it reads none. */
        Client isAnsweredBy(int bytes) {
            channel.write(Unpooled.wrappedBuffer(new byte[bytes]));
            connection.account();
            return this;
        }

        /** So many of the answers, or parts of one, that lie there. */
        void reads(int parts) {
            room = parts;
            channel.flush();
        }

        void readsAll() {
            reads(Integer.MAX_VALUE);
        }

        Client asks() {
            connection.began(0, () -> true);
            return this;
        }

        boolean isConnected() {
            channel.runPendingTasks();
            return isTaken && channel.isOpen();
        }
    }

    // --- places ------------------------------------------------------------------------------------------------

    @Test
    void whoeverComesTakesThePlaceOfTheOneThatHasAskedForNothingForLongest() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(new Client("192.0.2." + i));
        }
        clients.get(0).asks();
        clients.get(1).asks().connection.answered(-1, () -> 0, () -> {});
        Client late = new Client("192.0.2.99");
        assertThat(late.isConnected()).isTrue();
        assertThat(clients).filteredOn(client -> !client.isConnected()).containsExactly(clients.get(2));
        assertThat(ended(EndReason.PLACE)).isOne();
        assertThat(connections.size()).isEqualTo(6);
    }

    /** Bytes alone are no request: who sends a few now and then holds its place no better. */
    @Test
    void aFewBytesNowAndThenKeepNoPlace() {
        Client slow = new Client("192.0.2.1");
        List<Client> others = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            others.add(new Client("198.51.100." + i));
        }
        slow.sends("GE").sends("T ");
        Client late = new Client("203.0.113.1");
        assertThat(slow.isConnected()).isFalse();
        assertThat(others).allMatch(Client::isConnected);
        assertThat(late.isConnected()).isTrue();
    }

    /** Descriptors are given back by the event loops, and accepting is faster than they may be. */
    @Test
    void whileOneThatLostItsPlaceIsNotClosedYetTheNextOneIsNotTaken() {
        for (int i = 0; i < 6; i++) {
            assertThat(new Client("127.0.0.1").isConnected()).isTrue();
            after(1);
        }
        Client taken = new Client("127.0.0.1");
        Client refused = new Client("127.0.0.1");
        assertThat(taken.isConnected()).isTrue();
        assertThat(refused.isConnected()).isFalse();
        assertThat(ended(EndReason.PLACE)).isOne();
        assertThat(ended(EndReason.REFUSED)).isOne();
    }

    @Test
    void whereAllAreAtWorkNobodyIsEndedAndTheNextOneIsNotTaken() {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            clients.add(new Client("127.0.0.1").asks());
        }
        assertThat(new Client("127.0.0.1").isConnected()).isFalse();
        assertThat(clients).allMatch(Client::isConnected);
        assertThat(ended(EndReason.REFUSED)).isOne();
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1, 192.0.2.2, true",
        "192.0.2.1, ::ffff:192.0.2.1, 192.0.2.2, true",
        "2001:db8::1, 2001:db8::ffff:2, 2001:db8:0:1::1, true",
        "fe80::1, fe80::1, fe80::2, true",
        "127.0.0.1, 127.0.0.1, 192.0.2.2, false",
        "::1, ::1, 192.0.2.2, false",
    })
    void anAddressHasHalfOfAllPlacesAndThisMachineWithItsProxyHasAll(
            String address, String same, String other, boolean isLimited) {
        Client elsewhere = new Client(other);
        List<Client> own = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            own.add(new Client(address));
        }
        Client fourth = new Client(same);
        assertThat(fourth.isConnected()).isTrue();
        assertThat(elsewhere.isConnected()).isTrue();
        assertThat(own.get(0).isConnected()).isEqualTo(!isLimited);
        assertThat(ended(EndReason.NETWORK)).isEqualTo(isLimited ? 1 : 0);
    }

    @Test
    void whoLeavesGivesItsPlaceBack() {
        Client client = new Client("192.0.2.1");
        client.isAnsweredBy(UNREAD);
        assertThat(connections.unreadBytes()).isPositive();
        client.channel.close();
        assertThat(connections.size()).isZero();
        assertThat(connections.unreadBytes()).isZero();
    }

    /** Half of what a process may still open is for the rest of it. */
    @ParameterizedTest
    @CsvSource({"1000000, 1000", "900, 450", "100, 50", "5, 16"})
    void whereFewFilesCanBeOpenedThereAreFewerConnections(int free, int expected) {
        assertThat(ConnectionLimits.of(free, 1L << 30).inAll()).isEqualTo(expected);
    }

    // --- time --------------------------------------------------------------------------------------------------

    @Test
    void aHeadThatDoesNotComeWithinHalfAMinuteIsNotWaitedFor() {
        Client slow = new Client("192.0.2.1").sends("GET / HT");
        Client quick = new Client("192.0.2.1").sends("GET / HT").asks();
        after(29);
        slow.sends("T");
        connections.look();
        assertThat(slow.isConnected()).isTrue();
        after(2);
        connections.look();
        assertThat(slow.isConnected()).isFalse();
        assertThat(quick.isConnected()).isTrue();
        assertThat(ended(EndReason.SLOW_HEAD)).isOne();
    }

    @Test
    void whoAsksForNothingIsEndedWhateverItSends() {
        Client silent = new Client("192.0.2.1");
        Client working = new Client("192.0.2.1").asks();
        after(152);
        connections.look();
        assertThat(silent.isConnected()).isFalse();
        assertThat(working.isConnected()).isTrue();
        assertThat(ended(EndReason.IDLE)).isOne();
    }

    @Test
    void anAnswerThatIsNotReadIsNotKept() {
        Client deaf = new Client("192.0.2.1").asks().isAnsweredBy(UNREAD);
        connections.look();
        after(31);
        connections.look();
        assertThat(deaf.isConnected()).isFalse();
        assertThat(ended(EndReason.UNREAD)).isOne();
        assertThat(connections.unreadBytes()).isZero();
    }

    @Test
    void whoReadsSlowlyIsWaitedFor() {
        Client slow = new Client("192.0.2.1").asks();
        for (int i = 0; i < 5; i++) {
            slow.isAnsweredBy(UNREAD);
            connections.look();
            after(20);
            connections.look();
            slow.readsAll();
        }
        assertThat(slow.isConnected()).isTrue();
    }

    // --- memory ------------------------------------------------------------------------------------------------

    @Test
    void whoHasNotReadForLongestIsEndedWhenOthersNeedTheMemory() {
        Client first = new Client("192.0.2.1").asks().isAnsweredBy(70_000);
        after(11);
        Client second = new Client("192.0.2.2").asks().isAnsweredBy(70_000);
        after(1);
        assertThat(first.isConnected()).isFalse();
        assertThat(second.isConnected()).isTrue();
        assertThat(connections.unreadBytes()).isPositive().isLessThan(100_000);
        assertThat(ended(EndReason.MEMORY)).isOne();
    }

    /** A library of many thousand files is an answer of 20 MB, all of which is there at once. */
    @Test
    void whoReadsHasAnAnswerThatIsLargerThanAllMayLeaveUnread() {
        Client reader = new Client("192.0.2.1").asks();
        for (int i = 0; i < 20; i++) {
            reader.isAnsweredBy(10_000);
        }
        for (int i = 0; i < 6; i++) {
            after(8);
            reader.reads(1);
            connections.look();
        }
        assertThat(reader.isConnected()).isTrue();
        assertThat(connections.unreadBytes()).isGreaterThan(100_000);
        Client deaf = new Client("192.0.2.2").asks().isAnsweredBy(UNREAD);
        assertThat(deaf.isConnected()).as("there is room for one such answer").isFalse();
        assertThat(reader.isConnected()).isTrue();
        assertThat(ended(EndReason.MEMORY)).isOne();
        after(11);
        connections.look();
        assertThat(reader.isConnected()).as("it reads no more").isFalse();
    }

    @Test
    void thereIsAnEndToWhatManyHaveAtOnce() {
        Client reader = new Client("192.0.2.1").asks().isAnsweredBy(UNREAD).isAnsweredBy(UNREAD);
        connections.look();
        after(1);
        reader.reads(1);
        connections.look();
        List<Client> deaf = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            deaf.add(new Client("198.51.100." + i).asks().isAnsweredBy(120_000));
        }
        assertThat(connections.unreadBytes()).isLessThan(200_000);
        assertThat(reader.isConnected()).isTrue();
        assertThat(deaf).noneMatch(Client::isConnected);
    }

    @Test
    void requestsSentAheadWaitUntilTheAnswersBeforeAreRead() {
        Client client = new Client("192.0.2.1").asks().isAnsweredBy(UNREAD);
        List<String> made = new ArrayList<>();
        assertThat(client.connection.isBehind()).isTrue();
        client.connection.whenRead(() -> made.add("next"));
        assertThat(made).isEmpty();
        client.readsAll();
        assertThat(made).containsExactly("next");
        assertThat(client.connection.isBehind()).isFalse();
    }

    @Test
    void nothingIsReadAheadWhileAnAnswerIsMade() {
        Client client = new Client("192.0.2.1").asks();
        assertThat(client.channel.config().isAutoRead())
                .as("a client that leaves is noticed")
                .isTrue();
        client.sends("GET / HTTP/1.1\r\n");
        assertThat(client.channel.config().isAutoRead()).isFalse();
        client.connection.answered(-1, () -> 0, () -> {});
        assertThat(client.channel.config().isAutoRead()).isTrue();
    }

    @Test
    void aBodyIsReadToItsEndAndNotFurther() {
        Client client = new Client("192.0.2.1");
        client.connection.began(100, () -> false);
        client.sends("x".repeat(100));
        assertThat(client.channel.config().isAutoRead()).isTrue();
        client.sends("x".repeat(70_000));
        assertThat(client.channel.config().isAutoRead())
                .as("far more than its frames may take")
                .isFalse();
        client.connection.began(100, () -> true);
        client.sends("x");
        assertThat(client.channel.config().isAutoRead()).isFalse();
    }

    @Test
    void aBodyInChunksOfOneByteIsReadToItsEnd() {
        Client client = new Client("192.0.2.1");
        int length = 200_000;
        client.connection.began(length, () -> false);
        for (int sent = 0; sent < length; sent += 1_000) {
            client.sends("1\r\nx\r\n".repeat(1_000));
            assertThat(client.channel.config().isAutoRead()).isTrue();
        }
    }

    @Test
    void anAnswerOverHttp2CountsUntilItsWindowHasTakenItAndIsTakenBackAfterFiveMinutes() throws Http2Exception {
        Client client = new Client("192.0.2.1").asks();
        DefaultHttp2Connection http2 = new DefaultHttp2Connection(true);
        Http2Answers answers = new Http2Answers(http2, client.connection);
        Http2Stream read = http2.remote().createStream(1, true);
        Http2Stream unread = http2.remote().createStream(3, true);
        List<Integer> reset = new ArrayList<>();
        answers.answered(1, 500, connections.millis(), () -> reset.add(1));
        answers.answered(3, 700, connections.millis(), () -> reset.add(3));
        answers.answered(5, 900, connections.millis(), () -> reset.add(5));
        assertThat(answers.unreadBytes())
                .as("the last one has no stream any more")
                .isEqualTo(1_200);

        read.close();
        assertThat(answers.unreadBytes()).isEqualTo(700);
        assertThat(client.connection.idleSince()).isEqualTo(ClientConnection.BUSY);
        after(301);
        answers.resetUnread(connections.millis());
        assertThat(reset).containsExactly(3);
        unread.close();
        assertThat(answers.unreadBytes()).isZero();
        assertThat(client.connection.idleSince()).isNotEqualTo(ClientConnection.BUSY);
    }

    private void after(long seconds) {
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(seconds));
    }

    private double ended(EndReason reason) {
        return metrics.get("hf_downloader.connections.ended")
                .tag("reason", reason.name().toLowerCase(java.util.Locale.ROOT))
                .counter()
                .count();
    }
}
