"""The server of the Model Context Protocol, over standard input and output or over HTTP, by the protocol's own SDK."""

import logging
from typing import Any

import anyio
import msgspec
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.transport_security import TransportSecuritySettings
from mcp.shared.exceptions import MCPError
from mcp.types import (
    INVALID_PARAMS,
    CallToolRequestParams,
    CallToolResult,
    CompleteRequestParams,
    CompleteResult,
    Completion,
    GetPromptRequestParams,
    GetPromptResult,
    ListPromptsResult,
    ListResourcesResult,
    ListResourceTemplatesResult,
    ListToolsResult,
    PaginatedRequestParams,
    Prompt,
    PromptArgument,
    PromptMessage,
    ReadResourceRequestParams,
    ReadResourceResult,
    Resource,
    ResourceTemplate,
    ResourceTemplateReference,
    TextContent,
    TextResourceContents,
    Tool,
    ToolAnnotations,
)
from starlette.types import ASGIApp

from hipexpert import __version__
from hipexpert.engine import Problem, ProblemsError, UnverifiedError
from hipexpert.knowledge import Pack
from hipexpert.knowledge.schemas.from_types import Schema, schema_of
from hipexpert.service.guarding import Guarded
from hipexpert.service.headers import SecurityHeaders
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.reading import PROMPTS, RESOURCES, TEMPLATES, completions, prompt, resource
from hipexpert.service.mcp.tools import TOOLS, WORDS, ToolKind, as_json, tool_named
from hipexpert.service.metrics import Metrics
from hipexpert.service.observing import Observed
from hipexpert.service.settings import ServiceSettings

JSON = "application/json"
Context = ServerRequestContext[Any]
SHOWN = 10
COMPLETED = 100  # the protocol allows no more


def server(hosted: Hosted) -> Server[Any]:  # noqa: C901 (one function for each thing that may be asked)
    """The server of packs that are loaded. It keeps nothing of a conversation."""

    async def list_tools(_context: Context, _params: PaginatedRequestParams | None) -> ListToolsResult:
        return ListToolsResult(tools=[_tool(each) for each in TOOLS])

    async def call_tool(_context: Context, params: CallToolRequestParams) -> CallToolResult:
        try:
            tool = tool_named(params.name)
        except ProblemsError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        try:
            told = await anyio.to_thread.run_sync(tool.call, hosted, params.arguments or {})
        except UnverifiedError as error:
            return CallToolResult(content=[TextContent(text=str(error))], is_error=True)
        except ProblemsError as error:
            return CallToolResult(content=[TextContent(text=wrong(error))], is_error=True)
        return CallToolResult(content=[TextContent(text=as_json(told))], structured_content=msgspec.to_builtins(told))

    async def list_resources(_context: Context, _params: PaginatedRequestParams | None) -> ListResourcesResult:
        listed = [Resource(uri=uri, name=name, description=told, mime_type=JSON) for uri, (name, told) in RESOURCES.items()]
        return ListResourcesResult(resources=listed)

    async def list_templates(_context: Context, _params: PaginatedRequestParams | None) -> ListResourceTemplatesResult:
        listed = [
            ResourceTemplate(uri_template=uri, name=name, description=told, mime_type=JSON) for uri, (name, told) in TEMPLATES.items()
        ]
        return ListResourceTemplatesResult(resource_templates=listed)

    async def read_resource(_context: Context, params: ReadResourceRequestParams) -> ReadResourceResult:
        try:
            text = resource(hosted, str(params.uri))
        except ProblemsError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        return ReadResourceResult(contents=[TextResourceContents(uri=params.uri, mime_type=JSON, text=text)])

    async def list_prompts(_context: Context, _params: PaginatedRequestParams | None) -> ListPromptsResult:
        listed = [
            Prompt(
                name=name, title=title, description=told, arguments=[PromptArgument(name=each, description=text) for each, text in takes]
            )
            for name, (title, told, _text, takes) in PROMPTS.items()
        ]
        return ListPromptsResult(prompts=listed)

    async def get_prompt(_context: Context, params: GetPromptRequestParams) -> GetPromptResult:
        try:
            description, text = prompt(hosted.engine().pack, params.name, params.arguments or {})
        except ProblemsError as error:
            raise MCPError(INVALID_PARAMS, str(error)) from None
        return GetPromptResult(description=description, messages=[PromptMessage(role="user", content=TextContent(text=text))])

    async def complete(_context: Context, params: CompleteRequestParams) -> CompleteResult:
        uri = params.ref.uri if isinstance(params.ref, ResourceTemplateReference) else ""
        found = completions(hosted, uri, params.argument.value)
        return CompleteResult(completion=Completion(values=found[:COMPLETED], total=len(found), has_more=len(found) > COMPLETED))

    pack = hosted.engine().pack
    return Server(
        "hipexpert",
        version=__version__,
        title=f"hipexpert: {pack.about.title[:1].lower()}{pack.about.title[1:]}",
        instructions=_instructions(pack),
        on_list_tools=list_tools,
        on_call_tool=call_tool,
        on_list_resources=list_resources,
        on_list_resource_templates=list_templates,
        on_read_resource=read_resource,
        on_list_prompts=list_prompts,
        on_get_prompt=get_prompt,
        on_completion=complete,
    )


def _instructions(pack: Pack) -> str:
    return (
        f"An expert system. {pack.about.title}: how urgent, what it may be, why, what to ask next. It is {pack.texts.purpose}. "
        f"{WORDS} Tell the person the level, its title and action as they come, and never a calmer one."
    )


def _tool(kind: ToolKind) -> Tool:
    hints = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
    return Tool(
        name=kind.name,
        title=kind.title,
        description=kind.description,
        input_schema=kind.takes_schema,
        output_schema=_compact(kind.gives),
        annotations=hints,
    )


def _compact(kind: type[msgspec.Struct]) -> Schema:
    """The schema of what a tool gives, without the words: whoever reads it has the description of the tool."""
    made = schema_of(kind)
    definitions = {name: _bare(each) for name, each in made["$defs"].items()}
    return {**definitions.pop(kind.__name__), **({"$defs": definitions} if definitions else {})}


def _bare(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {key: _bare(value) for key, value in schema.items() if key not in ("title", "description") or not isinstance(value, str)}
    return [_bare(each) for each in schema] if isinstance(schema, list) else schema


def wrong(error: ProblemsError) -> str:
    """Every mistake with what to do, for whoever can mend it."""
    lines = [_line(each) for each in error.problems[:SHOWN]]
    more = len(error.problems) - SHOWN
    return "\n".join(["Nothing was assessed:", *lines, *([f"and {more} more"] if more > 0 else [])])


def _line(problem: Problem) -> str:
    where = f" (at {problem.place})" if problem.place else ""
    return f"- {problem.message}{where}{f': {problem.help}' if problem.help else ''}"


def serve_stdio(hosted: Hosted) -> None:
    """Serve on standard input and output until the input ends."""
    be_quiet()

    async def run() -> None:
        made = server(hosted)
        async with stdio_server() as (reading, writing):
            await made.run(reading, writing, made.create_initialization_options())

    anyio.run(run)


def be_quiet() -> None:
    """The SDK's log might quote what a person said."""
    log = logging.getLogger("mcp")
    log.addHandler(logging.NullHandler())
    log.propagate = False


def mcp_application(hosted: Hosted, settings: ServiceSettings) -> ASGIApp:
    """The server over streamable HTTP at ``/mcp``, within the limits of the settings; no session is kept."""
    be_quiet()
    names = [each for host in settings.hosts for each in (host, f"{host}:*")]
    checked = TransportSecuritySettings(
        enable_dns_rebinding_protection="*" not in settings.hosts,
        allowed_hosts=names,
        allowed_origins=[*settings.origins, *(f"http://{each}" for each in names)],
    )
    inner = server(hosted).streamable_http_app(
        stateless_http=True, json_response=True, transport_security=checked, max_request_body_size=settings.body_bytes
    )
    metrics = Metrics()
    return Observed(SecurityHeaders(Guarded(inner, settings, metrics)), metrics)
