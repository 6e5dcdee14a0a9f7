# The API without an engine: it talks to the Neo4j server that NEO4J_URI names.
FROM python:3.11-slim AS build
WORKDIR /src
COPY . .
RUN pip install --no-cache-dir build==1.5.1 && python -m build --wheel --outdir /wheels

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 innograph
COPY --from=build /wheels /wheels
RUN pip install --no-cache-dir /wheels/*.whl && rm -r /wheels
USER innograph
ENV INNOGRAPH_HOME=/home/innograph/data INNOGRAPH_HOST=0.0.0.0 INNOGRAPH_PORT=8000
VOLUME /home/innograph/data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=6 \
    CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["innograph", "up", "--no-browser"]
