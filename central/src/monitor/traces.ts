import type { Span } from '@opentelemetry/api';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** Where traces go: the address of a receiver of OTLP over HTTP, to which `/v1/traces` is added. */
export type Traces = {
  /** Follows each request of an app. */
  readonly follow: (app: FastifyInstance) => void;
  /** Sends what has not been sent yet. */
  readonly stop: () => Promise<void>;
};

const SEND_EACH_MS = 2_000;
const PATIENCE_MS = 3_000;

/**
 * Starts OpenTelemetry; nothing of it is loaded before. Each request is a span with its method, its
 * route's pattern and its status: no address, query, header or id, which may be a person's. Whoever
 * called may have begun the trace (`traceparent`).
 */
export const startTraces = async (endpoint: string): Promise<Traces> => {
  const api = await import('@opentelemetry/api');
  const { W3CTraceContextPropagator } = await import('@opentelemetry/core');
  const { resourceFromAttributes } = await import('@opentelemetry/resources');
  const { BatchSpanProcessor, TracerProvider } = await import('@opentelemetry/sdk-trace');
  const { OTLPTraceExporter } = await import('@opentelemetry/exporter-trace-otlp-http');
  const exporter = new OTLPTraceExporter({
    url: `${endpoint.replace(/\/$/, '')}/v1/traces`,
    timeoutMillis: PATIENCE_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({ 'service.name': 'kerbside-central' }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: SEND_EACH_MS })],
  });
  const tracer = provider.getTracer('kerbside-central');
  const propagator = new W3CTraceContextPropagator();
  const spans = new WeakMap<FastifyRequest, Span>();

  const follow = (app: FastifyInstance): void => {
    app.addHook('onRequest', async (request) => {
      const route = request.routeOptions.url ?? 'unknown';
      const before = propagator.extract(
        api.ROOT_CONTEXT,
        request.headers,
        api.defaultTextMapGetter,
      );
      const attributes = { 'http.request.method': request.method, 'http.route': route };
      const options = { kind: api.SpanKind.SERVER, attributes };
      spans.set(request, tracer.startSpan(`${request.method} ${route}`, options, before));
    });
    app.addHook('onResponse', async (request, { statusCode }) => {
      const span = spans.get(request);
      span?.setAttribute('http.response.status_code', statusCode);
      if (statusCode >= 500) span?.setStatus({ code: api.SpanStatusCode.ERROR });
      span?.end();
    });
  };
  return { follow, stop: () => provider.shutdown() };
};
