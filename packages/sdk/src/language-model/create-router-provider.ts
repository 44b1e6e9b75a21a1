import {
  NoSuchModelError,
  type EmbeddingModelV4,
  type ImageModelV4,
  type LanguageModelV4,
  type ProviderV4,
} from "@ai-sdk/provider";
import { nearest } from "@switchyard/policy";
import { createRouterModel, type RouterModelParts } from "./create-router-model.ts";
import type { RouterModelOptions } from "./router-model-options.ts";

/** A router's models by name, for the AI SDK's `createProviderRegistry`. */
export interface RouterProvider<Name extends string = string> extends ProviderV4 {
  /** Throws `NoSuchModelError` for a name that was not given. */
  languageModel(modelId: Name): LanguageModelV4;
  /** Throws `NoSuchModelError`: the router has none. */
  embeddingModel(modelId: string): EmbeddingModelV4;
  /** Throws `NoSuchModelError`: the router has none. */
  imageModel(modelId: string): ImageModelV4;
}

/** A provider of the models that `named` describes. */
export function createRouterProvider<Name extends string>(
  parts: RouterModelParts,
  named: Readonly<Record<Name, RouterModelOptions>>,
): RouterProvider<Name> {
  const models = new Map<string, LanguageModelV4>(
    Object.entries<RouterModelOptions>(named).map(([name, fixed]) => [
      name,
      createRouterModel(parts, name, fixed),
    ]),
  );
  return {
    specificationVersion: "v4",
    languageModel: (modelId) => {
      const model = models.get(modelId);
      if (model === undefined) throw noLanguageModel(modelId, [...models.keys()]);
      return model;
    },
    embeddingModel: (modelId) => {
      throw new NoSuchModelError({ modelId, modelType: "embeddingModel" });
    },
    imageModel: (modelId) => {
      throw new NoSuchModelError({ modelId, modelType: "imageModel" });
    },
  };
}

function noLanguageModel(modelId: string, names: readonly string[]): NoSuchModelError {
  const meant = nearest(modelId, names);
  const wayOut = meant === undefined ? `Use one of ${names.join(", ")}.` : `Did you mean ${meant}?`;
  const message = `The router's provider has no model ${JSON.stringify(modelId)}. ${wayOut}`;
  return new NoSuchModelError({ modelId, modelType: "languageModel", message });
}
