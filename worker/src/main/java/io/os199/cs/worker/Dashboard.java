package io.os199.cs.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.BasicAuthenticator;
import com.sun.net.httpserver.HttpServer;

import io.dropwizard.lifecycle.Managed;
import io.os199.cs.platform.config.WorkerConfig;

import org.jobrunr.dashboard.JobRunrApiHandler;
import org.jobrunr.dashboard.JobRunrSseHandler;
import org.jobrunr.dashboard.JobRunrStaticFileHandler;
import org.jobrunr.dashboard.server.HttpExchangeHandler;
import org.jobrunr.storage.StorageProvider;
import org.jobrunr.utils.mapper.JsonMapper;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * JobRunr's dashboard on the configured address only, behind a password. JobRunr's own web server listens on
 * every interface and has no option for it; usage data is sent nowhere.
 */
final class Dashboard implements Managed {
    private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);
    private static final int PASSWORD_BYTES = 18;

    private final StorageProvider storage;
    private final WorkerConfig config;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private @Nullable HttpServer http;

    Dashboard(StorageProvider storage, WorkerConfig config) {
        this.storage = storage;
        this.config = config;
    }

    @Override
    public void start() throws IOException {
        InetSocketAddress address =
                new InetSocketAddress(config.dashboardBind(), config.dashboardPort());
        HttpServer server = HttpServer.create(address, 0);
        JsonMapper json = new JacksonJsonMapper();
        BasicAuthenticator password = new Password(config.dashboardUser(), password());
        for (HttpExchangeHandler handler :
                List.of(
                        new JobRunrStaticFileHandler(),
                        new JobRunrApiHandler(storage, json, false),
                        new JobRunrSseHandler(storage, json))) {
            server.createContext(handler.getContextPath(), handler).setAuthenticator(password);
        }
        server.setExecutor(executor);
        server.start();
        http = server;
    }

    /** Returns the port it listens on. */
    int port() {
        HttpServer server = http;
        return server == null ? 0 : server.getAddress().getPort();
    }

    @Override
    public void stop() {
        HttpServer server = http;
        if (server != null) {
            server.stop(0);
        }
        executor.shutdownNow();
    }

    private String password() {
        if (!config.dashboardPassword().isEmpty()) {
            return config.dashboardPassword();
        }
        byte[] bytes = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(bytes);
        String password = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        LOG.info(
                "worker.dashboardPassword is not set; until the next start user {} has password {}",
                config.dashboardUser(),
                password);
        return password;
    }

    private static final class Password extends BasicAuthenticator {
        private final byte[] user;
        private final byte[] password;

        Password(String user, String password) {
            super("JobRunr");
            this.user = user.getBytes(UTF_8);
            this.password = password.getBytes(UTF_8);
        }

        @Override
        public boolean checkCredentials(String givenUser, String givenPassword) {
            return MessageDigest.isEqual(user, givenUser.getBytes(UTF_8))
                    && MessageDigest.isEqual(password, givenPassword.getBytes(UTF_8));
        }
    }
}
