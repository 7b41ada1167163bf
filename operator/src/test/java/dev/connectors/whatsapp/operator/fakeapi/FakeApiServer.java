package dev.connectors.whatsapp.operator.fakeapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.MockWebServer;
import io.fabric8.mockwebserver.http.Dispatcher;
import io.fabric8.mockwebserver.http.MockResponse;
import io.fabric8.mockwebserver.http.RecordedRequest;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Serves the objects of one namespace, goes wrong when it is told to, and remembers what it was asked for. What a test does
 * to the objects is neither counted nor does it go wrong.
 */
public final class FakeApiServer implements AutoCloseable {
    private static final String RIGHTS = """
            {"apiVersion":"authorization.k8s.io/v1","kind":"SelfSubjectRulesReview","spec":{},"status":{"incomplete":false,
            "nonResourceRules":[],"resourceRules":[{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}]}}""";
    /** Says every request; kept, because a logger that nobody holds forgets its level. */
    private static final Logger TALKATIVE = Logger.getLogger(MockWebServer.class.getName());

    private static final int PATIENCE_MS = 30_000;
    private static final int CREATED = 201;
    private static final int OK = 200;

    private final String namespace;
    private final ObjectStore store = new ObjectStore();
    private final ApiHandler handler = new ApiHandler(store);
    private final MockWebServer server = new MockWebServer();
    private final Set<WatchStream> watches = ConcurrentHashMap.newKeySet();
    private final Queue<ApiRequest> requests = new ConcurrentLinkedQueue<>();
    private final Queue<ApiRequest> faulty = new ConcurrentLinkedQueue<>();
    private volatile Outage outage = new Outage(request -> false, Fault.answer(500));

    private record Outage(Predicate<ApiRequest> which, Fault fault) {}

    private FakeApiServer(String namespace) {
        this.namespace = namespace;
    }

    public static FakeApiServer start(String namespace) {
        TALKATIVE.setLevel(Level.WARNING);
        var api = new FakeApiServer(namespace);
        api.server.setDispatcher(new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) {
                return ApiRequest.of(request).map(api::answer).orElseGet(() -> elsewhere(request));
            }
        });
        api.server.start(InetAddress.getLoopbackAddress(), 0);
        return api;
    }

    /** A client as a program has it by default, but more patient: a busy machine is no bad day of the server. */
    public KubernetesClient client() {
        return clientBuilder().build();
    }

    /** For a client that is not like the others. */
    public KubernetesClientBuilder clientBuilder() {
        var config = new ConfigBuilder(Config.empty())
                .withMasterUrl("http://" + server.getHostName() + ":" + server.getPort())
                .withRequestTimeout(PATIENCE_MS)
                .build();
        return new KubernetesClientBuilder().withConfig(config);
    }

    /** From now on these requests go wrong. */
    public void fail(Predicate<ApiRequest> which, Fault fault) {
        faulty.clear();
        outage = new Outage(which, fault);
    }

    /** From now on all is well. */
    public void heal() {
        outage = new Outage(request -> false, outage.fault());
    }

    /** Closes every open watch, as a server does that restarts. */
    public void dropWatches() {
        watches.forEach(WatchStream::drop);
    }

    /** All that it was asked for, in the order of arrival. */
    public List<ApiRequest> requests() {
        return List.copyOf(requests);
    }

    /** Those that went wrong since the last {@link #fail}. */
    public List<ApiRequest> faulty() {
        return List.copyOf(faulty);
    }

    public <T extends HasMetadata> List<T> list(Class<T> kind) {
        var collection = ObjectPath.of(kind, namespace, "").collection();
        return store.list(collection).stream()
                .map(object -> Serialization.unmarshal(object.toString(), kind))
                .toList();
    }

    public void create(HasMetadata object) {
        store.create(path(object), (ObjectNode) ApiHandler.read(Serialization.asJson(object)));
    }

    /** Changes an object, whoever else does. */
    public <T extends HasMetadata> void edit(T object, UnaryOperator<ObjectNode> change) {
        store.change(path(object), change);
    }

    public void delete(HasMetadata object) {
        store.delete(path(object), Optional.empty());
    }

    /** Is called after every write, before it is answered. */
    public void onWrite(Consumer<FakeApiServer> listener) {
        store.onWrite(event -> listener.accept(this));
    }

    private ObjectPath path(HasMetadata object) {
        return ObjectPath.of(object.getClass(), namespace, object.getMetadata().getName());
    }

    private MockResponse answer(ApiRequest request) {
        requests.add(request);
        var now = outage;
        var fault = Optional.of(now.fault()).filter(any -> now.which().test(request));
        fault.ifPresent(any -> faulty.add(request));
        return switch (fault.orElse(null)) {
            case Fault.Answer answer -> error(answer);
            case Fault.LostAnswer lost -> {
                carryOut(request);
                yield error(new Fault.Answer(500, Optional.empty()));
            }
            case null, default -> request.verb() == Verb.WATCH ? watch(request, fault) : carryOut(request);
        };
    }

    private MockResponse watch(ApiRequest request, Optional<Fault> fault) {
        var stream = new WatchStream(store, request, fault, watches::remove);
        watches.add(stream);
        return new MockResponse().withWebSocketUpgrade(stream);
    }

    /** Whoever asks may do everything; nothing else is there. */
    private static MockResponse elsewhere(RecordedRequest request) {
        return String.valueOf(request.getPath()).endsWith("/selfsubjectrulesreviews")
                ? json(CREATED, RIGHTS)
                : refuse(new Refusal(Refusal.NOT_FOUND, "nothing is there"));
    }

    private MockResponse carryOut(ApiRequest request) {
        try {
            return json(request.verb() == Verb.CREATE ? CREATED : OK, handler.handle(request));
        } catch (Refusal refusal) {
            return refuse(refusal);
        }
    }

    private static MockResponse error(Fault.Answer answer) {
        var response = json(answer.code(), Refusal.status(answer.code(), "a bad day"));
        answer.retryAfter().ifPresent(wait -> response.setHeader("Retry-After", wait.toSeconds()));
        return response;
    }

    private static MockResponse refuse(Refusal refusal) {
        return json(refusal.code(), refusal.status());
    }

    private static MockResponse json(int code, String body) {
        return new MockResponse()
                .setResponseCode(code)
                .setHeader("Content-Type", "application/json")
                .setBody(body);
    }

    @Override
    public void close() {
        server.shutdown();
    }
}
