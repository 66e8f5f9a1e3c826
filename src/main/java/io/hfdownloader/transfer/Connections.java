package io.hfdownloader.transfer;

import jakarta.enterprise.context.ApplicationScoped;

import org.jboss.logging.Logger;

/** How many connections there may be, after the switches that users of the Python client know have had their say. */
@ApplicationScoped
public class Connections {

    private static final Logger LOG = Logger.getLogger(Connections.class);
    private static final int HIGH_PERFORMANCE_CONNECTIONS = 64;

    private final int total;

    public Connections(TransferConfig config, HubSwitches switches) {
        boolean raised = switches.hubEnableHfTransfer().orElse(false)
                || switches.xetHighPerformance().orElse(false);
        int configured = Math.max(1, config.maxConnections());
        this.total = raised ? Math.max(HIGH_PERFORMANCE_CONNECTIONS, configured) : configured;
        if (raised) {
            LOG.infof("HF_HUB_ENABLE_HF_TRANSFER or HF_XET_HIGH_PERFORMANCE is set: up to %d connections", total);
        }
    }

    /** Connections to the network over all downloads. */
    public int total() {
        return total;
    }
}
