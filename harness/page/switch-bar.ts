/**
 * The switch: which policy and which variant the page shows, and whose supply is drawn beside it.
 *
 * The variants are also the legend of every chart that tells them apart. Left out: what a choice does (browser/main.ts).
 */
import type { ResultDocument, VariantResult } from '../result/document.ts';
import type { Look } from './charts/look.ts';
import { html, type Html } from './html.ts';
import { firstShown, labelOf, variantNames } from './names.ts';

const swatch = ({ colour, dash }: Look): Html =>
  html`<svg class="swatch" viewBox="0 0 22 10" aria-hidden="true">
    <line
      x1="0"
      y1="5"
      x2="22"
      y2="5"
      stroke="${colour}"
      stroke-width="3"
      stroke-dasharray="${dash.join(' ')}"
    />
  </svg>`;

export const switchBar = (document: ResultDocument, looks: ReadonlyMap<string, Look>): Html => {
  const { policy, variant, beside } = firstShown(document);
  const names = variantNames(document);
  const one = (name: string): VariantResult => document.variants.find((entry) => entry.name === name)!;
  const { policies } = document;
  return html` <nav class="bar" aria-label="What is shown">
    <div class="bar-inside">
      <form id="switch">
        ${
          policies.length === 1
            ? html`<input type="hidden" name="policy" value="${policies[0]!.label}" />`
            : html`<label
                >policy
                <select name="policy">
                  ${policies.map(
                    ({ label }) =>
                      html`<option value="${label}" ${label === policy ? html` selected` : ''}>
                        ${label}
                      </option>`,
                  )}
                </select></label
              >`
        }
        <fieldset>
          <legend>variant</legend>
          ${names.map(
            (name) =>
              html`<label class="chip"
                ><input
                  type="radio"
                  name="variant"
                  value="${name}"
                  ${name === variant ? html` checked` : ''}
                />${swatch(looks.get(name)!)}<span>${labelOf(one(name))}</span></label
              >`,
          )}
        </fieldset>
        <label class="beside"
          >beside it
          <select name="beside">
            <option value="">none</option>
            ${names.map(
              (name) =>
                html`<option value="${name}" ${name === beside ? html` selected` : ''}>
                  ${labelOf(one(name))}
                </option>`,
            )}
          </select></label
        >
      </form>
    </div>
  </nav>`;
};
