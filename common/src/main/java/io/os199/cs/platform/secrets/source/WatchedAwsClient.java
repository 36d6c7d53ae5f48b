package io.os199.cs.platform.secrets.source;

import io.os199.cs.platform.http.Endpoint;
import io.os199.cs.platform.http.OutsideCalls;
import io.os199.cs.platform.tracing.Tracing;

import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpRequest;

import java.io.IOException;
import java.io.InterruptedIOException;

/** The connections to AWS Secrets Manager, on which each attempt by the SDK counts as a call to an external service. */
final class WatchedAwsClient implements SdkHttpClient {
    private static final Endpoint GET_SECRET =
            new Endpoint("aws_secrets_manager", "POST", "GetSecretValue");

    private final SdkHttpClient http;
    private final OutsideCalls calls;

    WatchedAwsClient(SdkHttpClient http, OutsideCalls calls) {
        this.http = http;
        this.calls = calls;
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        return new Attempt(request);
    }

    private final class Attempt implements ExecutableHttpRequest {
        private final HttpExecuteRequest request;
        private volatile boolean isGivenUp;
        private volatile Runnable abort = () -> {};

        Attempt(HttpExecuteRequest request) {
            this.request = request;
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            return calls.call(
                    GET_SECRET,
                    request.httpRequest().getUri(),
                    answer -> answer.httpResponse().statusCode(),
                    this::send);
        }

        private HttpExecuteResponse send() throws IOException {
            ExecutableHttpRequest prepared = http.prepareRequest(traced(request));
            abort = prepared::abort;
            try {
                return prepared.call();
            } catch (IOException e) {
                if (isGivenUp) {
                    throw (IOException) new InterruptedIOException("given up").initCause(e);
                }
                throw e;
            }
        }

        /** Called by the SDK when the time is up. */
        @Override
        public void abort() {
            isGivenUp = true;
            abort.run();
        }
    }

    /** The trace header is not among the signed ones. */
    private static HttpExecuteRequest traced(HttpExecuteRequest request) {
        String parent = Tracing.currentParent();
        if (parent == null) {
            return request;
        }
        SdkHttpRequest traced =
                request.httpRequest().toBuilder().putHeader(Tracing.PARENT, parent).build();
        HttpExecuteRequest.Builder builder =
                HttpExecuteRequest.builder()
                        .request(traced)
                        .metricCollector(request.metricCollector().orElse(null));
        request.contentStreamProvider().ifPresent(builder::contentStreamProvider);
        return builder.build();
    }

    @Override
    public String clientName() {
        return http.clientName();
    }

    @Override
    public void close() {
        http.close();
    }
}
