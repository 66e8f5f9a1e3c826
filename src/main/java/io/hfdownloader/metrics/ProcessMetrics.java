package io.hfdownloader.metrics;

import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;

import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

import com.sun.management.OperatingSystemMXBean;
import io.hfdownloader.program.ProgramVersion;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.config.MeterFilter;

/** The process under the names that dashboards know: processor time in seconds, not in nanoseconds. */
@Singleton
final class ProcessMetrics implements MeterBinder {

    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    @Produces
    @Singleton
    static MeterFilter withoutNanoseconds() {
        return MeterFilter.denyNameStartsWith("process.cpu.time");
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system) {
            FunctionCounter.builder("process.cpu", system, process -> process.getProcessCpuTime() / NANOS_PER_SECOND)
                    .description("Processor time of this process")
                    .baseUnit("seconds")
                    .register(registry);
        }
        Gauge.builder("hf_downloader.build.info", () -> 1)
                .description("Always 1, with the version of the program")
                .tag("version", ProgramVersion.TEXT)
                .register(registry);
    }
}
