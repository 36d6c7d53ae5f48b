package io.os199.cs.platform.config;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.server.ServerFactory;
import io.dropwizard.core.server.SimpleServerFactory;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.db.DataSourceFactory;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.function.BinaryOperator;

/**
 * {@code config.yml}. The API and the worker read the same file; each uses its part. Unknown keys
 * are refused at start.
 */
public class ServiceConfiguration extends Configuration {
    @Valid @NotNull private DataSourceFactory database = new DataSourceFactory();

    /** Not validated as written in the file, because what it leaves empty is taken from the primary. */
    private @Nullable ReadDatabaseFactory readDatabase;

    private Duration lagOfOthers = Duration.ZERO;

    @NotNull private io.dropwizard.util.Duration drain = io.dropwizard.util.Duration.seconds(0);
    @Valid @NotNull private MigrationConfig migration = MigrationConfig.none();
    @Valid @NotNull private RedisConfig redis = RedisConfig.none();
    @Valid @NotNull private McpConfig mcp = McpConfig.local();
    @Valid @NotNull private RateLimitsConfig rateLimits = RateLimitsConfig.usual();
    @Valid @NotNull private OAuthConfig oauth = OAuthConfig.none();
    @Valid @NotNull private SecretsConfig secrets = SecretsConfig.none();
    @Valid @NotNull private CoreConfig core = CoreConfig.usual();
    @Valid @NotNull private ValueTiersConfig valueTiers = ValueTiersConfig.usual();
    @Valid @NotNull private EmailConfig email = EmailConfig.usual();
    @Valid @NotNull private FeedbackConfig feedback = FeedbackConfig.usual();
    @Valid @NotNull private SupportConfig support = SupportConfig.usual();
    @Valid @NotNull private AutomationsConfig automations = AutomationsConfig.usual();
    @Valid @NotNull private IntegrationsConfig integrations = IntegrationsConfig.none();
    @Valid @NotNull private TracingConfig tracing = TracingConfig.off();
    @Valid @NotNull private RetentionConfig retention = RetentionConfig.usual();
    @Valid @NotNull private WorkerConfig worker = WorkerConfig.usual();
    @Valid @NotNull private ServerFactory workerServer = new SimpleServerFactory();

    /** Lets the file use environment variables, written {@code ${NAME:-value}}, and makes reading it fast. */
    public static void readEnvironment(Bootstrap<?> bootstrap) {
        bootstrap.setObjectMapper(ConfigurationMapper.create());
        bootstrap.setConfigurationSourceProvider(
                new SubstitutingSourceProvider(
                        bootstrap.getConfigurationSourceProvider(), new Variables(System::getenv)));
    }

    /** The primary: every write, and every read that must show the caller's own. */
    @JsonProperty("database")
    public DataSourceFactory database() {
        return database;
    }

    @JsonProperty("database")
    void setDatabase(DataSourceFactory database) {
        PoolBounds.check("database", "CS_DATABASE", database);
        this.database = database;
    }

    /**
     * The database for reads that need not show the latest state: another role, a replica, or both. A URL, user or
     * password that it leaves empty is taken from the primary; absent when it leaves all of them empty.
     */
    @JsonProperty("readDatabase")
    public @Nullable ReadDatabaseFactory readDatabase() {
        ReadDatabaseFactory reads = readDatabase;
        if (reads == null || (isEmpty(reads.getUrl()) && isEmpty(reads.getUser()))) {
            return null;
        }
        if (isEmpty(reads.getUrl())) {
            reads.setUrl(database.getUrl());
        }
        if (isEmpty(reads.getUser())) {
            reads.setUser(database.getUser());
            reads.setPassword(database.getPassword());
        }
        return reads;
    }

    /** The database for reads, if it may be another server than the primary; absent if it is the primary. */
    public @Nullable ReadDatabaseFactory replica() {
        ReadDatabaseFactory reads = readDatabase();
        return reads != null && reads.leadsElsewhereThan(database) ? reads : null;
    }

    /** The maximum age of the data that any process of this deployment reads; zero without a replica. */
    public Duration maximumLag() {
        ReadDatabaseFactory replica = replica();
        return replica == null ? lagOfOthers : replica.maximumLag();
    }

    /** For a process that bases decisions on what it reads: reads keep their role but go to the primary. */
    public void readFromThePrimary() {
        ReadDatabaseFactory replica = replica();
        if (replica != null) {
            lagOfOthers = replica.maximumLag();
            replica.setUrl(database.getUrl());
        }
    }

    private static boolean isEmpty(@Nullable String value) {
        return value == null || value.isEmpty();
    }

    @JsonProperty("readDatabase")
    void setReadDatabase(@Nullable ReadDatabaseFactory readDatabase) {
        if (readDatabase != null) {
            PoolBounds.check("readDatabase", "CS_READ_DATABASE", readDatabase);
        }
        this.readDatabase = readDatabase;
    }

    /**
     * The database roles of the processes.
     *
     * @param secret gives the value of a field from what is configured for it, which may be a reference to where it
     *     is kept
     */
    public DatabaseRoles databaseRoles(BinaryOperator<String> secret) {
        return DatabaseRoles.of(database, readDatabase(), secret);
    }

    /** How long the API keeps running, reported as not ready, before it stops. */
    @JsonProperty("drain")
    public Duration drain() {
        return drain.toJavaDuration();
    }

    @JsonProperty("drain")
    void setDrain(io.dropwizard.util.Duration drain) {
        this.drain = drain;
    }

    @JsonProperty("migration")
    public MigrationConfig migration() {
        return migration;
    }

    @JsonProperty("migration")
    void setMigration(MigrationConfig migration) {
        this.migration = migration;
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

    @JsonProperty("rateLimits")
    public RateLimitsConfig rateLimits() {
        return rateLimits;
    }

    @JsonProperty("rateLimits")
    void setRateLimits(RateLimitsConfig rateLimits) {
        this.rateLimits = rateLimits;
    }

    @JsonProperty("oauth")
    public OAuthConfig oauth() {
        return oauth;
    }

    @JsonProperty("oauth")
    void setOauth(OAuthConfig oauth) {
        this.oauth = oauth;
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

    @JsonProperty("feedback")
    public FeedbackConfig feedback() {
        return feedback;
    }

    @JsonProperty("feedback")
    void setFeedback(FeedbackConfig feedback) {
        this.feedback = feedback;
    }

    @JsonProperty("support")
    public SupportConfig support() {
        return support;
    }

    @JsonProperty("support")
    void setSupport(SupportConfig support) {
        this.support = support;
    }

    @JsonProperty("email")
    public EmailConfig email() {
        return email;
    }

    @JsonProperty("email")
    void setEmail(EmailConfig email) {
        this.email = email;
    }

    @JsonProperty("automations")
    public AutomationsConfig automations() {
        return automations;
    }

    @JsonProperty("automations")
    void setAutomations(AutomationsConfig automations) {
        this.automations = automations;
    }

    @JsonProperty("integrations")
    public IntegrationsConfig integrations() {
        return integrations;
    }

    @JsonProperty("integrations")
    void setIntegrations(IntegrationsConfig integrations) {
        this.integrations = integrations;
    }

    @JsonProperty("tracing")
    public TracingConfig tracing() {
        return tracing;
    }

    @JsonProperty("tracing")
    void setTracing(TracingConfig tracing) {
        this.tracing = tracing;
    }

    @JsonProperty("valueTiers")
    public ValueTiersConfig valueTiers() {
        return valueTiers;
    }

    @JsonProperty("valueTiers")
    void setValueTiers(ValueTiersConfig valueTiers) {
        this.valueTiers = valueTiers;
    }

    @JsonProperty("retention")
    public RetentionConfig retention() {
        return retention;
    }

    @JsonProperty("retention")
    void setRetention(RetentionConfig retention) {
        this.retention = retention;
    }

    @JsonProperty("worker")
    public WorkerConfig worker() {
        return worker;
    }

    @JsonProperty("worker")
    void setWorker(WorkerConfig worker) {
        this.worker = worker;
    }

    /** Where the worker listens; {@code server} is for the API. */
    @JsonProperty("workerServer")
    public ServerFactory workerServer() {
        return workerServer;
    }

    @JsonProperty("workerServer")
    void setWorkerServer(ServerFactory workerServer) {
        this.workerServer = workerServer;
    }
}
