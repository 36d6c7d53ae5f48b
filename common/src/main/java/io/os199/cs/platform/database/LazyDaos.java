package io.os199.cs.platform.database;

import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.extension.ExtensionFactory;
import org.jdbi.v3.core.extension.ExtensionMetadata;
import org.jdbi.v3.core.extension.ExtensionMetadata.ExtensionHandlerInvoker;
import org.jdbi.v3.core.extension.Extensions;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.jdbi.v3.sqlobject.SqlObjectFactory;
import org.jspecify.annotations.Nullable;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * DAOs whose methods are prepared on their first call. By default Jdbi reads the annotations of a DAO whenever one is
 * requested, and prepares all its methods, of which a transaction calls one or two.
 */
final class LazyDaos implements ExtensionFactory {
    /** Shared by all pools, since the metadata of a DAO is the same for each of them. */
    static final LazyDaos INSTANCE = new LazyDaos();

    private final Map<Class<?>, ExtensionMetadata> known = new ConcurrentHashMap<>();

    private LazyDaos() {}

    /** Accepts every interface, as Jdbi is never asked for one that is not a DAO. */
    @Override
    public boolean accepts(Class<?> type) {
        return type.isInterface();
    }

    /** Has Jdbi ask this factory for the DAO itself, instead of building a proxy with a table of all its methods. */
    @Override
    public Set<FactoryFlag> getFactoryFlags() {
        return Set.of(FactoryFlag.DONT_USE_PROXY);
    }

    @Override
    public <D> D attach(Class<D> type, HandleSupplier handle) {
        ExtensionMetadata metadata =
                known.computeIfAbsent(type, any -> read(any, handle.getConfig()));
        return type.cast(
                Proxy.newProxyInstance(
                        type.getClassLoader(), new Class<?>[] {type}, new Dao(metadata, handle)));
    }

    private static ExtensionMetadata read(Class<?> type, ConfigRegistry config) {
        Extensions extensions = config.get(Extensions.class);
        return extensions.findMetadata(
                type, extensions.findFactory(SqlObjectFactory.class).orElseThrow());
    }

    /** One DAO for one handle, used by one thread. */
    private static final class Dao implements InvocationHandler {
        private final ExtensionMetadata metadata;
        private final HandleSupplier handle;
        private final ConfigRegistry config;
        private final Map<Method, ExtensionHandlerInvoker> prepared = new HashMap<>();

        Dao(ExtensionMetadata metadata, HandleSupplier handle) {
            this.metadata = metadata;
            this.handle = handle;
            this.config = metadata.createInstanceConfiguration(handle.getConfig());
        }

        @Override
        public @Nullable Object invoke(
                Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
            if (method.getDeclaringClass() == Object.class) {
                return ofAnyObject(proxy, method, arguments);
            }
            return prepared.computeIfAbsent(
                            method,
                            any ->
                                    metadata.createExtensionHandlerInvoker(
                                            proxy, any, handle, config))
                    .invoke(arguments);
        }

        @SuppressWarnings("ReferenceEquality") // A DAO equals itself alone.
        private @Nullable Object ofAnyObject(
                Object proxy, Method method, @Nullable Object @Nullable [] arguments) {
            return switch (method.getName()) {
                case "equals" -> arguments != null && proxy == arguments[0];
                case "hashCode" -> System.identityHashCode(proxy);
                default -> metadata.extensionType().getName();
            };
        }
    }
}
