package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.configuration.EnvironmentVariableSubstitutor;
import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * {@code config.yml}. The API and the worker read the same file; each uses its part. Unknown keys
 * are refused at start.
 */
public class ServiceConfiguration extends Configuration {
    @Valid @NotNull private DataSourceFactory database = new DataSourceFactory();
    @Valid private @Nullable DataSourceFactory readDatabase;
    @Valid @NotNull private RedisConfig redis = RedisConfig.none();
    @Valid @NotNull private McpConfig mcp = McpConfig.local();
    @Valid @NotNull private SecretsConfig secrets = new SecretsConfig("", List.of());
    @Valid @NotNull private CoreConfig core = CoreConfig.usual();
    @Valid @NotNull private WorkerConfig worker = WorkerConfig.usual();
    @Valid @NotNull private ServerFactory workerServer = new SimpleServerFactory();

    /** Lets the file take values from environment variables, as {@code ${NAME:-value}}. */
    public static void readEnvironment(Bootstrap<?> bootstrap) {
        bootstrap.setConfigurationSourceProvider(
                new SubstitutingSourceProvider(
                        bootstrap.getConfigurationSourceProvider(),
                        new EnvironmentVariableSubstitutor(false)));
    }

    /** The primary: every write, and every read that must show the caller's own. */
    @JsonProperty("database")
    public DataSourceFactory database() {
        return database;
    }

    @JsonProperty("database")
    void setDatabase(DataSourceFactory database) {
        this.database = database;
    }

    /** A replica for reads; absent: the primary. */
    @JsonProperty("readDatabase")
    public @Nullable DataSourceFactory readDatabase() {
        return readDatabase;
    }

    @JsonProperty("readDatabase")
    void setReadDatabase(@Nullable DataSourceFactory readDatabase) {
        this.readDatabase = readDatabase;
    }

    @JsonProperty("redis")
    public RedisConfig redis() {
        return redis;
    }

    @JsonProperty("redis")
    void setRedis(RedisConfig redis) {
        this.redis = redis;
    }

    @JsonProperty("mcp")
    public McpConfig mcp() {
        return mcp;
    }

    @JsonProperty("mcp")
    void setMcp(McpConfig mcp) {
        this.mcp = mcp;
    }

    @JsonProperty("secrets")
    public SecretsConfig secrets() {
        return secrets;
    }

    @JsonProperty("secrets")
    void setSecrets(SecretsConfig secrets) {
        this.secrets = secrets;
    }

    @JsonProperty("core")
    public CoreConfig core() {
        return core;
    }

    @JsonProperty("core")
    void setCore(CoreConfig core) {
        this.core = core;
    }

    @JsonProperty("worker")
    public WorkerConfig worker() {
        return worker;
    }

    @JsonProperty("worker")
    void setWorker(WorkerConfig worker) {
        this.worker = worker;
    }

    /** Where the worker listens; {@code server} is where the API does. */
    @JsonProperty("workerServer")
    public ServerFactory workerServer() {
        return workerServer;
    }

    @JsonProperty("workerServer")
    void setWorkerServer(ServerFactory workerServer) {
        this.workerServer = workerServer;
    }
}
