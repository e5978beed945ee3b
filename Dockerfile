FROM python:3.11-slim AS build
# Clients of servers, such as "postgresql,opensearch"; see deploy/.
ARG EXTRAS=
WORKDIR /src
COPY pyproject.toml constraints.txt README.md LICENSE ./
COPY bot bot
COPY retrieval retrieval
COPY corpus corpus
RUN python -m venv /opt/quotewire && \
    /opt/quotewire/bin/pip install --no-cache-dir -c constraints.txt ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.11-slim
RUN useradd --uid 10001 --create-home --home-dir /data quotewire
COPY --from=build /opt/quotewire /opt/quotewire
ENV PATH=/opt/quotewire/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    QUOTEWIRE_DB=/data/quotewire.db \
    QUOTEWIRE_STATUS=127.0.0.1:9464
USER quotewire
WORKDIR /data
VOLUME /data
# The first start may spend minutes building the index of a large database.
HEALTHCHECK --interval=60s --timeout=5s --start-period=10m CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:9464/healthz', timeout=4)"]
ENTRYPOINT ["quotewire"]
CMD ["run"]
