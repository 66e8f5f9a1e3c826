package io.hfdownloader.library.lock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.hfdownloader.text.UntrustedText;

/**
 * Who has the lock of a models directory, as its file tells. Where locks of other machines may not be seen, as on network disks, a
 * holder gives a sign of life now and then, so that one which has crashed is told from one that works.
 *
 * @param pid its process
 * @param host its machine, or container
 * @param boot the run of the system there; two containers on one machine have the same
 * @param givesSigns whether it writes the file again and again
 */
public record LockHolder(long pid, String host, String boot, boolean givesSigns) {

    /** Some signs, so that a busy disk or network is not taken for a crash. */
    public static final Duration LIFE = Duration.ofMinutes(3);

    private static final Pattern TEXT =
            Pattern.compile("process (\\d{1,18}) on (.{1,200})\nboot (\\S{1,100})\nsigns (yes|no)\n", Pattern.DOTALL);
    private static final Path BOOT_ID = Path.of("/proc/sys/kernel/random/boot_id");
    private static final String UNKNOWN = "unknown";

    /** This process. */
    public static LockHolder self(boolean givesSigns) {
        return new LockHolder(ProcessHandle.current().pid(), hostName(), bootId(), givesSigns);
    }

    /** Empty for an earlier version, for one that has let go, and for what nobody understands. */
    public static Optional<LockHolder> parse(String text) {
        Matcher matcher = TEXT.matcher(text);
        return matcher.matches()
                ? Optional.of(new LockHolder(
                        Long.parseLong(matcher.group(1)),
                        UntrustedText.name(matcher.group(2)),
                        matcher.group(3),
                        matcher.group(4).equals("yes")))
                : Optional.empty();
    }

    /** What its file has. */
    public String text() {
        return this + "\nboot " + boot + "\nsigns " + (givesSigns ? "yes" : "no") + "\n";
    }

    /**
     * Whether it may be at work still, although its lock was not in the way.
     *
     * @param self who asks
     * @param knowsLocks whether the disk has any
     * @param silence how long ago it gave its last sign, by the clock of the disk
     */
    public boolean isAlive(LockHolder self, boolean knowsLocks, Duration silence) {
        boolean sameSystem = !boot.equals(UNKNOWN) && boot.equals(self.boot);
        if (sameSystem && knowsLocks) { // its lock would have been in the way
            return false;
        }
        if (sameSystem && host.equals(self.host)) {
            return pid != self.pid
                    && ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
        }
        return givesSigns && silence.compareTo(LIFE) < 0;
    }

    @Override
    public String toString() {
        return "process " + pid + " on " + host;
    }

    private static String bootId() {
        try {
            return Files.readString(BOOT_ID).strip();
        } catch (IOException none) {
            return UNKNOWN;
        }
    }

    /** Not by {@code InetAddress}, which may wait for a name server. */
    private static String hostName() {
        try {
            return Files.readString(Path.of("/etc/hostname")).strip();
        } catch (IOException e) {
            return System.getenv().getOrDefault("HOSTNAME", System.getenv().getOrDefault("COMPUTERNAME", "this host"));
        }
    }
}
